//! Two screens in the hall from the first check-in to the reveal, worked from the desk.

use jiff::SignedDuration;
use serde_json::json;

use super::{Browser, Size, network::Network, whole_vote::signs_in};
use crate::support::{
    PASSWORD, People, TestApp,
    session::{Hall, Plan, SECOND},
};

const TWELVE: Plan = Plan {
    deputies: 6,
    candidates: 12,
    seats: "10",
    max_approvals: "10",
    ballot_form: "approve_each",
    pass_mark: "half_of_all",
    tie_at_cut: "revote_tied",
    publish_counts: "counts",
    second_person: "required",
    issuing: "own_device",
};

const CHOICES: [&str; 6] = [
    "赞赞赞赞赞赞赞赞赞赞反弃",
    "赞赞赞赞赞赞赞赞赞赞反反",
    "赞赞赞赞赞赞赞赞赞赞弃反",
    "赞赞赞赞赞赞赞赞赞赞反弃",
    "赞赞赞赞赞赞赞赞反弃赞赞",
    "赞赞赞赞赞赞反反反反赞弃",
];

/// Nothing of what is shown is cut off at the edge of the screen.
async fn fits(screen: &Browser) {
    let over = screen
        .evaluates("const d = document.documentElement; return [d.scrollWidth - d.clientWidth, d.scrollHeight - d.clientHeight].join();")
        .await;
    assert_eq!(over, json!("0,0"), "the screen would have to be scrolled");
}

/// The same at both sizes that halls have.
async fn pictures(screen: &Browser, name: &str) {
    for (width, height, size) in [(1920, 1080, "1080p"), (3840, 2160, "4k")] {
        screen.is_a_screen_of(width, height).await;
        fits(screen).await;
        screen.picture_for_docs(&format!("hall-{name}-{size}"), false).await;
    }
}

/// Waits until the ring shows so many ballots.
async fn counts(screen: &Browser, ballots: u32) {
    says(screen, "text.count", &ballots.to_string()).await;
}

async fn says(screen: &Browser, css: &str, words: &str) {
    let shown = format!("return document.querySelector('{css}')?.textContent === '{words}';");
    for _ in 0..60 {
        if screen.evaluates(&shown).await == json!(true) {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    panic!("{css} does not say {words}");
}

async fn both_see(screens: &[&Browser], words: &str) {
    for screen in screens {
        screen.sees(words).await;
    }
}

in_a_browser! {
    async fn two_screens_follow_the_desk_from_attendance_to_the_reveal(app: TestApp) {
        let mut hall = Hall::ready(&app, TWELVE);
        let address = hall.hall_screen().await;
        let network = Network::before(&app.origin);
        let main = Browser::at(&app, &network.origin(), "hall-main", Size::Desktop).await;
        main.is_a_screen_of(1920, 1080).await;
        main.visits(&address).await;
        let side = Browser::open(&app, "hall-side", Size::Desktop).await;
        side.is_a_screen_of(1920, 1080).await;
        side.visits("/screen").await;
        main.sees("登录后输入签到码").await;
        side.does_not_see("登录后输入签到码").await;
        both_see(&[&main, &side], "还差 4 人达到法定人数").await;
        for (come, deputy) in (1..).zip(&hall.deputies[..3]) {
            deputy.is_checked_in();
            if come < 4 {
                both_see(&[&main, &side], &format!("还差 {} 人达到法定人数", 4 - come)).await;
            }
        }
        for deputy in &hall.deputies[3..] {
            deputy.is_checked_in();
        }
        for screen in [&main, &side] {
            says(screen, "[data-live=present]", "6").await;
        }
        pictures(&main, "attendance").await;

        hall.shows("standby").await.is(200);
        both_see(&[&main, &side], &app.session().plenary).await;
        hall.shows("auto").await.is(200);
        both_see(&[&main, &side], "实到 / 应到").await;

        // The program is started again: whoever watched goes on watching, without a hand on the screen.
        side.close().await;
        let app = app.restarts(SignedDuration::ZERO).await;
        network.leads_to(&app.origin);
        let mut hall = hall.goes_on(&app);
        hall.issuing_begins();
        hall.everybody_takes_a_ballot();
        main.sees("已领票 6").await;
        hall.voting_begins();
        main.sees("正在投票").await;
        for (cast, (deputy, choice)) in (1..).zip(hall.deputies.iter().zip(CHOICES)) {
            deputy.casts(choice).await.receipt();
            if cast == 4 {
                counts(&main, 4).await;
                pictures(&main, "turnout").await;
            }
        }
        counts(&main, 6).await;
        hall.voting_ends();
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("1").await.is(200);
        main.does_not_see("票决结果").await;
        hall.shows("result").await.is(200);
        main.sees("票决结果").await;
        main.presses_the_button("全部显示").await;
        main.sees("应到 6 · 实到 6 · 发出 6 · 收回 6").await;
        let waiting = main.evaluates("return document.querySelectorAll('.waiting').length;").await;
        assert_eq!(waiting, json!(0), "everything is revealed");
        let shown = main.evaluates("return document.querySelectorAll('table.result td.num.first').length;").await;
        assert_eq!(shown, json!(12));
        main.is_accessible().await;
        pictures(&main, "reveal").await;
        main.close().await;
        app.stop().await;
    }

    async fn the_desk_works_on_phone_and_desktop_in_a_rehearsal_too(app: TestApp) {
        let mut hall = Hall::ready(&app, TWELVE);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/rehearsal").await;
        browser.submits("/secretariat/rehearsal", &[]).await.is(200);
        hall.secretariat.has_a_colleague();
        let mut left_open = Vec::new();
        for (size, login) in [(Size::Phone, "MISHU"), (Size::Desktop, SECOND)] {
            let desk = Browser::open(&app, "rehearsal-desk", size).await;
            desk.visits("/sign-in").await;
            signs_in(&desk, login, PASSWORD).await;
            desk.sees("这是演练，不是正式投票").await;
            for path in [
                "/secretariat", "/secretariat/rehearsal", "/secretariat/candidates", "/secretariat/roll",
                "/help/secretariat",
            ] {
                desk.visits(path).await;
                desk.is_accessible().await;
                desk.fits_its_width().await;
                let name = path.rsplit('/').next().unwrap();
                if name == "rehearsal" {
                    desk.picture_for_docs("rehearsal", true).await;
                } else {
                    desk.whole_page(name).await;
                }
            }
            left_open.push(desk);
        }
        for known in app.roll() {
            let deputy = hall.deputies.iter_mut().find(|deputy| deputy.number == known.certificate_no).unwrap();
            deputy.id = known.id;
        }
        let desk = left_open.pop().unwrap();
        desk.visits("/secretariat").await;
        says(&desk, "aside [data-live=present]", "0").await;
        for deputy in &hall.deputies {
            deputy.is_checked_in();
        }
        says(&desk, "aside [data-live=present]", "6").await;
        desk.close().await;
        left_open.pop().unwrap().close().await;
    }

    async fn a_rehearsal_is_written_across_the_hall_screen(app: TestApp) {
        let mut hall = Hall::ready(&app, TWELVE);
        let screen = Browser::open(&app, "hall-rehearsal", Size::Desktop).await;
        screen.is_a_screen_of(1920, 1080).await;
        screen.visits("/screen").await;
        screen.does_not_see("演").await;
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/rehearsal").await;
        browser.submits("/secretariat/rehearsal", &[]).await.is(200);
        screen.sees("演 练").await;
        screen.sees("这是演练，不是正式投票").await;
        pictures(&screen, "rehearsal").await;
        browser.visits("/secretariat/rehearsal").await;
        browser.submits("/secretariat/rehearsal/delete", &[]).await.is(200);
        for _ in 0..60 {
            if !screen.text().await.contains("演 练") {
                break;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        screen.does_not_see("演 练").await;
        screen.close().await;
    }
}
