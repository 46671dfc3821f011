//! What the trials found in style sheets, templates, the example of a balancer and odd cells: small things that stay put right.

use std::fs;

use piaojue::deputies::roll::read_roll;

use crate::support::{
    TestApp, sources,
    tracking::Year,
    workbooks::{text_part, with_parts, workbook},
};

fn read(name: &str) -> String {
    fs::read_to_string(sources::root().join(name)).unwrap()
}

#[test]
fn codes_are_kept_from_translators_and_marks_from_dark_mode() {
    for page in ["ballots/booth", "ballots/check", "ballots/issue", "ballots/slips"] {
        let text = read(&format!("templates/{page}.html"));
        let codes = text.split("<code class=\"groups").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
        for code in codes {
            assert!(code.contains("translate=\"no\"") || text.contains("translate=\"no\"><code"), "{page}: {code}");
        }
    }
    assert!(read("templates/ballots/booth.html").contains("<div class=\"marks\" translate=\"no\">"));
    assert!(read("templates/base.html").contains("<meta name=\"color-scheme\" content=\"light\">"));
    assert!(read("static/css/piaojue.css").contains("color-scheme: only light;"));
    assert!(read("locales/zh-CN/ballots.ftl").contains("可以关闭本页"), "after casting the page says so");
}

#[test]
fn nothing_hovers_without_a_pointer_and_no_frame_stands_round_a_heading() {
    let css = read("static/css/piaojue.css");
    for line in css.lines().filter(|line| line.contains(":hover")) {
        assert!(line.starts_with("@media (hover: hover)"), "{line}");
    }
    assert!(
        css.contains("h1[tabindex=\"-1\"]:focus { outline: none; }"),
        "a script moved the focus there to be read from"
    );
}

#[test]
fn the_reason_of_a_red_card_is_as_large_as_its_text() {
    let list = read("templates/projects/list.html");
    let reasons = list.split("card.lagging %}<ul>").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(reasons.contains("<br>{{ <light.why") && !reasons.contains("<small>"), "{reasons}");
}

#[test]
fn folds_open_in_print() {
    let css = read("static/css/piaojue.css");
    let print = css.split("@media print").skip(1).collect::<String>();
    for rule in
        ["details::details-content { display: block; content-visibility: visible; }", "details > * { display: block; }"]
    {
        assert!(print.contains(rule), "{rule}");
    }
}

#[test]
fn the_balancer_of_the_example_logs_nobody_who_takes_or_casts_a_ballot() {
    let conf = read("deploy/nginx.conf");
    assert!(conf.contains("access_log /dev/stdout combined if=$logged;"));
    for kept_out in [
        r"~^/deputy/rounds/[^/]+/(issue|booth)$ 0;",
        r"~^/booth(/|$) 0;",
        r"~^/rounds/[^/]+/(ballots|opened|setup/.*)$ 0;",
    ] {
        assert!(conf.contains(kept_out), "{kept_out}");
    }
}

/// A roll of one deputy, whose name is this text of a shared string.
fn roll_with(name: &str) -> Vec<u8> {
    let lines = [["代表证号", "姓名", "代表团"], ["SC0001", "王某芳", "第一代表团"]];
    let book = workbook(&lines.map(|line| line.map(ToOwned::to_owned).to_vec()));
    let part = "xl/sharedStrings.xml";
    let strings = text_part(&book, part);
    let changed = strings.replace("<si><t>王某芳</t></si>", &format!("<si>{name}</si>"));
    assert_ne!(changed, strings, "{strings}");
    with_parts(&book, &[(part.to_owned(), changed.into_bytes())])
}

#[test]
fn a_name_is_read_without_its_pinyin_and_without_ends_of_lines() {
    for name in [
        "<t>王某芳</t><rPh sb=\"0\" eb=\"3\"><t>wáng mǒu fāng</t></rPh><phoneticPr fontId=\"1\"/>",
        "<r><t>王某</t></r><r><rPr><b/></rPr><t>芳</t></r><rPh sb=\"0\" eb=\"3\"><t>wáng mǒu fāng</t></rPh>",
        "<t xml:space=\"preserve\">王某芳_x000D_</t>",
        "<t xml:space=\"preserve\">王某芳_x000D__x000A_</t>",
    ] {
        let reading = read_roll("名册.xlsx", &roll_with(name));
        assert!(reading.errors.is_empty(), "{name}: {:?}", reading.errors);
        assert_eq!(reading.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["王某芳"], "{name}");
    }
}

on_both_databases! {
    async fn whoever_opens_a_follow_up_is_told_that_it_is_public_at_once(app: TestApp) {
        let (_year, [mut member, _]) = Year::supervised(&app).await;
        member.visits("/supervisor").await.is(200).says("立即公开。请不要写来电来信人的姓名");
    }
}
