//! Ratings in Chromium: the deputies' from the paper to the verdict, and a resident's in front of the sign.

use piaojue::accounts::Role;

use super::{
    Browser, Size,
    whole_vote::{signs_in, signs_out},
};
use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR, Hall, RATING_DESK},
    tracking::Year,
};

const VOTE: [&str; 4] = ["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"];

async fn by_two(desk: &Browser, hall: &mut Hall, button: &str) {
    desk.visits(RATING_DESK).await;
    desk.confirms(button, PASSWORD).await;
    desk.sees("等候第二人确认").await;
    hall.secretariat.second_confirms().await.is(200);
    desk.visits(RATING_DESK).await;
}

in_a_browser! {
    async fn the_deputies_rate_from_the_paper_to_the_verdict(app: TestApp) {
        let mut hall = Hall::announced(&app, FOUR, &VOTE).await;
        let desk = Browser::open(&app, "rating-desk", Size::Desktop).await;
        desk.visits("/sign-in").await;
        app.has_account(Role::Secretariat, "CHEPING");
        signs_in(&desk, "CHEPING", PASSWORD).await;
        desk.is_at("/secretariat").await;
        desk.visits(RATING_DESK).await;
        desk.presses_the_button("清空签到，重新签到").await;
        desk.sees("签到已清空").await;
        desk.is_accessible().await;
        desk.presses_the_button("测评2024年度项目").await;
        desk.sees("已开始发票").await;
        hall.everybody_checks_in();
        hall.everybody_takes_a_ballot();
        desk.visits(RATING_DESK).await;
        desk.picture_for_docs("rating-round", true).await;
        desk.fits_its_width().await;
        desk.is_accessible().await;
        by_two(&desk, &mut hall, "开始投票").await;

        let deputy = Browser::open(&app, "rating-booth", Size::Phone).await;
        let code = hall.deputies[0].credential().to_string();
        deputy.visits(&format!("/deputy/rounds/{}/booth#code={code}", app.round().id)).await;
        deputy.sees("已标 0 / 2").await;
        deputy.sees("基本满意").await;
        deputy.marks(1, 0).await;
        deputy.fits_its_width().await;
        deputy.is_accessible().await;
        deputy.picture_for_docs("rating-booth", false).await;
        deputy.clicks("查看并投票").await;
        deputy.sees("未标").await;
        deputy.clicks("返回修改").await;
        deputy.marks(2, 1).await;
        deputy.clicks("查看并投票").await;
        deputy.presses_the_button("投票").await;
        deputy.sees("已投票").await;
        deputy.close().await;

        hall.casts(&["", "满不", "基弃", "满基"]).await;
        by_two(&desk, &mut hall, "封箱").await;
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        desk.visits(RATING_DESK).await;
        desk.presses_the_button("出具测评结果报告单").await;
        desk.sees("报告单已出具").await;
        for scrutineer in &mut hall.scrutineers[1..] {
            scrutineer.signs().await.is(200);
        }
        let chief = Browser::open(&app, "rating-chief", Size::Phone).await;
        chief.visits("/sign-in").await;
        signs_in(&chief, &hall.scrutineers[0].login, PASSWORD).await;
        chief.is_at("/scrutineer").await;
        chief.clicks("测评结果报告单").await;
        chief.sees("以应到代表 4 人计").await;
        chief.fits_its_width().await;
        chief.types("您的密钥", &hall.scrutineers[0].seed.to_string()).await;
        chief.presses_the_button("签署").await;
        chief.sees("您已签署").await;
        signs_out(&chief).await;
        chief.close().await;

        desk.visits(RATING_DESK).await;
        desk.confirms("核验签署", PASSWORD).await;
        desk.sees("已核验签署").await;
        desk.confirms("公布测评结果", PASSWORD).await;
        desk.sees("测评结果已公布").await;
        app.hears_of_what_is_public();
        desk.visits("/ratings/2024/certificate").await;
        desk.sees("不满意").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("rating-certificate", true).await;
        desk.prints_for_docs("rating-certificate", 1).await;
        desk.close().await;
    }

    async fn a_resident_rates_in_front_of_the_sign(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);
        let sign = year.a_sign_goes_up().await;
        let phone = Browser::open(&app, "rating-phone", Size::Phone).await;
        phone.visits(&sign).await;
        phone.sees("您对这个项目满意吗").await;
        phone.fits_its_width().await;
        phone.is_accessible().await;
        phone.clicks_css("input[value=satisfied] + span").await;
        phone.types("意见 （可不填）", "电梯装得快").await;
        phone.picture_for_docs("rating-on-site", true).await;
        phone.presses_the_button("提交评价").await;
        phone.sees("评价已收到").await;
        phone.visits(&sign).await;
        phone.sees("您今天的评价：满意").await;
        phone.close().await;

        let plain = Browser::without_scripts(&app, "rating-phone", Size::Phone).await;
        plain.visits(&sign).await;
        plain.clicks_css("input[value=basically] + span").await;
        plain.presses_the_button("提交评价").await;
        plain.sees("评价已收到").await;
        plain.close().await;
    }

    async fn the_sign_is_printed_on_one_sheet(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);
        year.a_sign_goes_up().await;
        app.has_account(Role::Secretariat, "DAYIN");
        let desk = Browser::open(&app, "rating-sign", Size::Desktop).await;
        desk.visits("/sign-in").await;
        signs_in(&desk, "DAYIN", PASSWORD).await;
        desk.is_at("/secretariat").await;
        desk.visits("/secretariat/ratings").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("ratings-desk", true).await;
        desk.visits(&format!("/secretariat/ratings/signs/{}", year.project)).await;
        desk.sees("这件事办得怎么样").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.prints_for_docs("rating-sign", 1).await;
        desk.visits(&format!("/secretariat/ratings/signs/{}/small", year.project)).await;
        desk.prints_for_docs("rating-sign-small", 1).await;
        desk.close().await;
    }
}
