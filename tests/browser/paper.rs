//! 300 ballots on the screen and 40 on paper: two tellers in Chromium, one on a phone, and the certificate that follows.
//! The deputies vote over HTTP with the cheaper of the two papers, a list to tick.

use fantoccini::key::Key;
use piaojue::accounts::Role;

use super::{Browser, Size, whole_vote::signs_in};
use crate::support::{
    PASSWORD, TestApp,
    paper::{Bundle, bundle, but},
    program::verdict,
    session::{FOUR, Hall, Plan},
};

const ON_PAPER: usize = 40;
const PLAN: Plan =
    Plan { deputies: 340, candidates: 12, seats: "10", max_approvals: "10", ballot_form: "choose_up_to", ..FOUR };

/// Every third ballot prefers the eleventh to the tenth.
fn choice(place: usize) -> &'static str {
    if place % 3 == 2 { "赞赞赞赞赞赞赞赞赞弃赞弃" } else { "赞赞赞赞赞赞赞赞赞赞弃弃" }
}

/// Two bundles of twenty; the second holds a void sheet.
fn bundles() -> [Bundle; 2] {
    let sheets: Vec<&str> = (0..ON_PAPER).map(choice).collect();
    let ticks = |sheets: &[&str]| -> Bundle {
        bundle(sheets)
            .into_iter()
            .filter(|(name, _)| !name.starts_with("oppose") && !name.starts_with("abstain"))
            .collect()
    };
    [ticks(&sheets[..20]), but(&ticks(&sheets[20..39]), &[("size", "20"), ("void-over_cap", "1")])]
}

/// By keyboard alone: from field to field with Tab, in the order of the form, and Enter at the end.
async fn enters(teller: &Browser, figures: &Bundle) {
    let names = ["size", "valid", "void-over_cap", "void-unreadable", "void-foreign", "void-signed"];
    let names = names.into_iter().map(str::to_owned).chain((1..=PLAN.candidates).map(|n| format!("approve-{n}")));
    let typed = names.map(|name| {
        figures.iter().find(|(field, _)| *field == name).map_or_else(String::new, |(_, value)| value.clone())
    });
    teller.clicks_css("#size").await;
    teller.evaluates("document.activeElement.select();").await;
    let tab = char::from(Key::Tab).to_string();
    teller.presses(&format!("{}{}", typed.collect::<Vec<_>>().join(&tab), char::from(Key::Enter))).await;
    teller.sees("已录入").await;
}

in_a_browser! {
    async fn three_hundred_on_the_screen_and_forty_on_paper(app: TestApp) {
        let mut hall = Hall::issuing(&app, PLAN);
        let clerk = Browser::open(&app, "paper-desk", Size::Desktop).await;
        app.has_account(Role::Secretariat, "FAPIAO");
        clerk.visits("/sign-in").await;
        signs_in(&clerk, "FAPIAO", PASSWORD).await;
        clerk.is_at("/secretariat").await;

        // One comes to the desk, by number; the others take theirs without a browser.
        clerk.visits("/secretariat/issuing").await;
        clerk.types("姓名或代表证号", "SC0340").await;
        clerk.presses_the_button("查找").await;
        clerk.presses_the_button("发纸质票").await;
        clerk.sees("已登记发出一张纸质票").await;
        hall.everybody_takes_a_ballot_or_paper(ON_PAPER);
        clerk.visits("/secretariat/issuing?q=SC0340").await;
        clerk.sees("其中纸质票 40").await;
        clerk.is_accessible().await;
        clerk.picture_for_docs("paper-issuing", false).await;
        clerk.visits("/secretariat/paper/sheets?copies=2&layout=two&stack=1").await;
        clerk.sees("民生实事项目").await;
        clerk.is_accessible().await;
        clerk.prints_for_docs("ballot-paper-two", 2).await;
        clerk.visits("/secretariat/paper/sheets?copies=1&layout=one&stack=1").await;
        clerk.prints_for_docs("ballot-paper", 2).await;

        hall.voting_begins();
        let electronic: Vec<&str> = (0..PLAN.deputies - ON_PAPER).map(choice).collect();
        hall.the_box_is_counted(&electronic).await;

        let teller = Browser::open(&app, "paper-teller", Size::Phone).await;
        teller.visits("/sign-in").await;
        signs_in(&teller, &hall.scrutineers[0].login, PASSWORD).await;
        teller.is_at("/scrutineer").await;
        let [first, second] = bundles();
        teller.clicks("清点纸质票").await;
        teller.clicks("录入第 1 扎").await;
        teller.sees("本扎张数").await;
        teller.is_accessible().await;
        teller.fits_its_width().await;
        teller.picture_for_docs("teller-entry", true).await;
        enters(&teller, &first).await;
        teller.clicks("录入第 2 扎").await;
        enters(&teller, &second).await;

        clerk.visits("/secretariat").await;
        clerk.sees("清点纸质票").await;
        clerk.visits("/secretariat/paper").await;
        clerk.does_not_see("两人不一致").await;
        clerk.clicks("录入第 1 扎").await;
        enters(&clerk, &first).await;
        clerk.clicks("录入第 2 扎").await;
        enters(&clerk, &but(&second, &[("approve-10", "11")])).await;
        clerk.sees("两人不一致").await;
        clerk.sees("第 10 项赞成").await;
        clerk.is_accessible().await;
        clerk.picture_for_docs("teller-differences", true).await;
        teller.visits("/scrutineer/paper").await;
        teller.sees("两人不一致").await;
        teller.fits_its_width().await;
        teller.is_accessible().await;
        clerk.clicks("重新录入第 2 扎").await;
        enters(&clerk, &second).await;
        clerk.does_not_see("两人不一致").await;
        clerk.presses_the_button("报清点完毕").await;
        clerk.sees("等另一名计票人").await;
        teller.visits("/scrutineer/paper").await;
        teller.presses_the_button("确认清点完毕").await;
        teller.sees("清点完毕").await;
        teller.close().await;

        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        clerk.visits("/results/2024/certificate").await;
        clerk.sees("发出 40，收回 40，有效 39，无效 1").await;
        clerk.is_accessible().await;
        clerk.picture_for_docs("certificate-paper", true).await;
        clerk.prints_for_docs("certificate-paper", 3).await;
        clerk.visits("/results/2024").await;
        clerk.clicks("其中纸质票 40 张").await;
        clerk.is_accessible().await;
        clerk.close().await;
        assert_eq!(app.projects().len(), 10);
        let files = app.published_files().await;
        let all = ["1.bel", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }
}
