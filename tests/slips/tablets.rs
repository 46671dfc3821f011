//! Tablets of the hall: the desk sees which are alive, and nothing else.

use piaojue::accounts::Role;

use crate::support::{
    TestApp,
    session::{FOUR_BY_SLIPS, Hall},
};

on_both_databases! {
    async fn the_desk_sees_which_tablets_are_alive(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/tablets").await.is(200).says("还没有平板");
        for name in ["一号平板", "二号平板"] {
            browser.submits("/secretariat/tablets", &[("name", name)]).await.is(200).says("已添加");
        }
        browser.submits("/secretariat/tablets", &[("name", "一号平板")]).await.is(422).says("已有同名的平板");
        browser.visits("/secretariat/tablets").await;
        browser.submits("/secretariat/tablets", &[("name", " ")]).await.is(422).says("请写明名称");
        let page = browser.visits("/secretariat/tablets").await;
        page.says("2 台中 0 台在线");
        let link = page.texts("td .hash").remove(0);
        let (address, tablet) = link.split_once("#tablet=").unwrap();
        assert!(address.ends_with("/booth"), "what says which tablet it is stands behind the #: no log has it");
        let (id, token) = tablet.split_once('.').unwrap();

        let anybody = app.visitor();
        let says_so = async |token: &str| anybody.asks("POST", &format!("/booth/tablets/{id}/{token}"), &[]).await;
        says_so(&"0".repeat(32)).await.is(404);
        says_so(token).await.is(200);
        assert_eq!(says_so(token).await.cookies(), Vec::<&str>::new());
        browser.visits("/secretariat/tablets").await.says("2 台中 1 台在线");
        let columns = app.reads(|conn| Ok(piaojue::db::table_columns(conn)?));
        let of: Vec<&str> = columns.iter().filter_map(|name| name.strip_prefix("tablets.")).collect();
        assert_eq!(of, ["congress_id", "id", "name", "seen_at"], "whether it is alive, and nothing else");

        browser.visits("/secretariat/tablets").await;
        browser.submits(&format!("/secretariat/tablets/{id}/remove"), &[]).await.is(200).says("已移除");
        says_so(token).await.is(404);
    }

    async fn tablets_are_the_secretariats_alone(app: TestApp) {
        Hall::ready(&app, FOUR_BY_SLIPS);
        app.visitor().visits("/secretariat/tablets").await;
        let mut department = app.signed_in(Role::Department).await;
        department.visits("/secretariat/tablets").await.is(404);
    }
}
