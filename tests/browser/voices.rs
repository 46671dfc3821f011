//! A resident writes from a phone, with a photo, and later reads the answer by the code.

use super::{Browser, Size};
use crate::support::{
    TestApp,
    tracking::{Year, photo},
};

in_a_browser! {
    async fn a_resident_writes_from_a_phone_and_reads_the_answer(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let phone = Browser::open(&app, "voices", Size::Phone).await;
        phone.visits(&format!("/projects/{}", year.project)).await;
        phone.clicks("我要留言").await;
        phone.sees("您想说的是").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.clicks("问题").await;
        phone.types("内容", "三幢的电梯停了三天").await;
        let picture = phone.folder.join("电梯.png");
        std::fs::write(&picture, photo(1_600, 1_200)).unwrap();
        phone.chooses_file("#photo", &picture).await;
        phone.presses_the_button("下一步：看看大家会看到什么").await;
        phone.sees("大家会看到的样子").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("voice-preview", true).await;
        phone.presses_the_button("提交留言").await;
        phone.sees("已提交").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        let code = phone.path().await;
        assert!(phone.scans("section:has(svg.qr)").await.ends_with(&code), "the picture leads to the same page");

        year.sorts("第 1 号留言", "publish", "").await.is(200);
        year.answers_voice("配件已到，今天修好").await.is(200);
        app.hears_of_what_is_public();
        phone.visits("/v").await;
        phone.types("查询码", code.trim_start_matches("/v/")).await;
        phone.presses_the_button("查看").await;
        phone.sees("配件已到，今天修好").await;
        phone.clicks("帮上了").await;
        phone.presses_the_button("告诉我们").await;
        phone.sees("谢谢您告诉我们").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("voice-own", true).await;
        phone.visits(&format!("/projects/{}", year.project)).await;
        phone.sees("本人评价： 帮上了").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.visits("/voices").await;
        phone.sees("三幢的电梯停了三天").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("voices", true).await;
        phone.close().await;
    }
}
