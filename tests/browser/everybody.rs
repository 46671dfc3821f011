//! Every public page, for people who read with wider lines, in colours of their own, without movement, or with a keyboard alone
//! (docs/accessibility.md).

use serde_json::Value;

use super::{Browser, Size, sideways::public_pages};
use crate::support::{TestApp, tracking::Year};

/// WCAG 1.4.12: these distances, and nothing is cut off.
const WIDER_LINES: &str = "const style = document.createElement('style'); \
    style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } \
        p { margin-block-end: 2em !important }'; \
    document.head.append(style);";
const CUT_OFF: &str = "const hides = (e) => /hidden|clip/.test(getComputedStyle(e).overflow + getComputedStyle(e).overflowX); \
    return [...document.querySelectorAll('main *, header *, footer *, nav *')].filter((e) => e.textContent.trim() && hides(e) \
        && e.clientWidth > 1 && e.clientHeight > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) \
        .slice(0, 3).map((e) => e.outerHTML.slice(0, 120));";
const OVER: &str = "const d = document.documentElement; return d.scrollWidth - d.clientWidth;";

/// What shows something by the colour of its ground alone is marked, so that it is found again once colours are forced.
const MARK_THE_COLOURED: &str = "const clear = /rgba\\(.*, 0\\)|transparent/; \
    for (const e of document.querySelectorAll('main *')) { \
        const own = getComputedStyle(e), box = e.getBoundingClientRect(); \
        if (!e.textContent.trim() && !(e instanceof SVGElement) && !/^(img|input|select|textarea|button|canvas|hr|progress|meter)$/i.test(e.tagName) \
            && box.width > 1 && box.height > 1 && !clear.test(own.backgroundColor) \
            && own.backgroundColor !== getComputedStyle(e.parentElement).backgroundColor) e.dataset.coloured = ''; }";
const INVISIBLE_NOW: &str = "return [...document.querySelectorAll('[data-coloured]')].filter((e) => { \
        const own = getComputedStyle(e); \
        const edged = ['Top', 'Bottom', 'Left', 'Right'].some((side) => own['border' + side + 'Style'] !== 'none' && parseFloat(own['border' + side + 'Width']) > 0); \
        return own.forcedColorAdjust === 'auto' && !edged && own.outlineStyle === 'none' \
            && own.backgroundColor === getComputedStyle(document.body).backgroundColor; \
    }).slice(0, 3).map((e) => e.outerHTML.slice(0, 120));";

const MOVING: &str = "return document.getAnimations().filter((a) => a.playState === 'running' && a.effect.getComputedTiming().duration > 50) \
        .map((a) => a.effect.target.outerHTML.slice(0, 120)) \
        .concat(getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? ['smooth scrolling'] : []);";

/// Whoever is somewhere by the keyboard sees where: a ring of two pixels, and nothing that lies over it (WCAG 2.4.7, 2.4.11).
const LOST_FOCUS: &str = "const lost = []; \
    const reached = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')] \
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0 && e.type !== 'hidden'); \
    for (const e of reached) { \
        if (e.tabIndex > 0) lost.push('out of order: ' + e.outerHTML.slice(0, 100)); \
        e.focus({ focusVisible: true }); \
        if (document.activeElement !== e) { lost.push('takes no focus: ' + e.outerHTML.slice(0, 100)); continue; } \
        const rung = (one) => { const own = getComputedStyle(one); \
            return own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) >= 2 || own.boxShadow !== 'none'; }; \
        if (![e, e.nextElementSibling, e.parentElement, e.closest('label')].some((one) => one && rung(one))) lost.push('no ring: ' + e.outerHTML.slice(0, 100)); \
        const box = e.getBoundingClientRect(); \
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 8)); \
        if (box.width > 2 && top && !e.contains(top) && !top.contains(e) && !(e.labels && [...e.labels].some((l) => l.contains(top)))) \
            lost.push('covered by ' + top.outerHTML.slice(0, 60) + ': ' + e.outerHTML.slice(0, 100)); \
    } \
    return lost.slice(0, 4);";

async fn finds(browser: &Browser, script: &str, wrong: &mut Vec<String>, whose: &str) {
    if let Value::Array(found) = browser.evaluates(script).await {
        wrong.extend(found.iter().map(|one| format!("{whose}: {one}")));
    }
}

in_a_browser! {
    async fn every_public_page_is_read_with_wider_lines_and_by_keyboard(app: TestApp) {
        Year::supervised(&app).await;
        let pages = public_pages(&app).await;
        let browser = Browser::open(&app, "everybody", Size::Desktop).await;
        let mut wrong = Vec::new();
        for lang in ["zh-CN", "en"] {
            browser.visits(&format!("/?lang={lang}")).await;
            for path in &pages {
                browser.is_a_screen_of(1280, 900).await;
                browser.visits(path).await;
                finds(&browser, LOST_FOCUS, &mut wrong, &format!("{lang} {path}")).await;
                browser.evaluates(WIDER_LINES).await;
                for width in [320, 1280] {
                    browser.is_a_screen_of(width, 900).await;
                    let whose = format!("{lang} {path}, wider lines at {width}");
                    let over = browser.evaluates(OVER).await.as_i64().unwrap();
                    if over > 0 {
                        wrong.push(format!("{whose}: {over} px sideways"));
                    }
                    finds(&browser, CUT_OFF, &mut wrong, &whose).await;
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        browser.close().await;
    }

    async fn every_public_page_is_read_in_ones_own_colours_and_stands_still(app: TestApp) {
        Year::supervised(&app).await;
        let pages = public_pages(&app).await;
        let browser = Browser::open(&app, "own-colours", Size::Desktop).await;
        let mut wrong = Vec::new();
        for path in &pages {
            browser.prefers(&[("prefers-reduced-motion", "reduce")]).await;
            browser.visits(path).await;
            finds(&browser, MOVING, &mut wrong, path).await;
            browser.evaluates(MARK_THE_COLOURED).await;
            browser.prefers(&[("forced-colors", "active")]).await;
            finds(&browser, INVISIBLE_NOW, &mut wrong, &format!("{path}, forced colours")).await;
            finds(&browser, LOST_FOCUS, &mut wrong, &format!("{path}, forced colours")).await;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        browser.close().await;
    }
}
