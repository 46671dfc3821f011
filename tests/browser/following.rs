//! A resident follows the street and is left alone again; the archive of years on a phone.

use super::{Browser, Size};
use crate::{
    followers::with_mail,
    support::{TestApp, tracking::Year},
};

in_a_browser! {
    async fn a_resident_follows_the_street_reads_the_letter_and_stops(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published_at("上城区望江街道近江家园").await;
        year.app.hears_of_what_is_public();
        let phone = Browser::open(&year.app, "follows", Size::Phone).await;
        phone.visits("/projects").await;
        phone.clicks_css("main .actions a[href='/projects/follow']").await;
        phone.is_at("/projects/follow").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("follow", true).await;
        phone.evaluates("document.getElementById('what').value = 'street:望江街道'").await;
        phone.types("邮箱地址", "zhou@example.org").await;
        phone.presses_the_button("发送确认信").await;
        phone.sees("确认信已发出").await;
        year.letters_go_out();
        let link = catcher.empties()[0].link(&year.app.origin, "/following/");
        phone.visits(&link).await;
        phone.sees("请确认关注").await;
        phone.is_accessible().await;
        phone.presses_the_button("确认关注").await;
        phone.sees("您关注的").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("following", true).await;
        phone.close().await;

        year.reports(0, "2024-02-03", "2").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 1);
        let letter = catcher.empties().remove(0);
        let phone = Browser::open(&year.app, "follows", Size::Phone).await;
        phone.visits(&letter.link(&year.app.origin, "/projects/")).await;
        phone.sees("按计划推进").await;
        phone.sees("时间轴").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.visits(&letter.link(&year.app.origin, "/following/")).await;
        phone.clicks_css("section[aria-labelledby=stop] button").await;
        phone.sees("已退订").await;
        phone.close().await;
    }

    async fn the_archive_is_read_on_a_phone(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        app.hears_of_what_is_public();
        for size in [Size::Phone, Size::Desktop] {
            let anybody = Browser::without_scripts(&app, "archive", size).await;
            anybody.visits("/projects").await;
            anybody.clicks_css("main .actions a[href='/years']").await;
            anybody.is_at("/years").await;
            anybody.sees("历年对比").await;
            anybody.fits_its_width().await;
            anybody.picture_for_docs("archive", true).await;
            anybody.clicks_css("ul.year-bars a").await;
            anybody.is_at("/years/2024").await;
            anybody.sees("一年一览").await;
            anybody.fits_its_width().await;
            anybody.picture_for_docs("year", true).await;
            anybody.close().await;
        }
        let anybody = Browser::open(&app, "archive", Size::Phone).await;
        for path in ["/years", "/years/2024", "/years/2024/embed", "/embed/years/2024", "/embed/years/2024/dark"] {
            anybody.visits(path).await;
            anybody.is_accessible().await;
            anybody.fits_its_width().await;
            anybody.whole_page("archive").await;
        }
        anybody.visits(&format!("/embed/projects/{}", year.project)).await;
        for width in [300, 390, 600] {
            anybody.is_a_screen_of(width, 400).await;
            anybody.fits_its_width().await;
        }
        anybody.is_accessible().await;
        anybody.close().await;
    }
}
