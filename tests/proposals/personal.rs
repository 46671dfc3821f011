//! What leads to a person, and that nothing of it is left.

use piaojue::{
    db::{Conn, DbError, DbUrl, table_columns},
    proposals,
};

use super::{Asking, LIFT, Wish};
use crate::support::{TestApp, tracking::photo};

/// Every value of every table, as text; bytes of SQLite's file beside them.
fn everything_kept(app: &TestApp) -> String {
    use diesel::{QueryableByName, RunQueryDsl, sql_types::Text};
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        row: String,
    }
    let mut all = String::new();
    app.reads(|conn| {
        for name in table_columns(conn)? {
            let (table, column) = name.split_once('.').unwrap();
            let text = match conn {
                Conn::Sqlite(_) => {
                    let text = format!("CASE typeof({column}) WHEN 'blob' THEN hex({column}) ELSE {column} END");
                    format!("coalesce(CAST({text} AS TEXT), '')")
                }
                Conn::Pg(_) => format!("coalesce({column}::text, '')"),
            };
            for found in diesel::sql_query(format!("SELECT {text} AS row FROM {table}")).load::<Row>(conn)? {
                all += &found.row;
                all.push('\n');
            }
        }
        Ok::<_, DbError>(())
    });
    app.db().checkpoint().unwrap();
    if let DbUrl::Sqlite(path) = app.db().url() {
        for beside in ["", "-wal"] {
            let file = format!("{}{beside}", path.display());
            all += &String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default());
        }
    }
    all
}

on_both_databases! {
    async fn what_leads_to_a_person_is_erased_to_the_last_byte(app: TestApp) {
        const PHONE: &str = "13857119876";
        let mut asking = Asking::begins(&app).await;
        let telling = Wish { title: "三幢电梯找13857119876", why: "打13857119876", contact: PHONE, ..LIFT };
        let mut proposed = asking.lists(telling).await;
        proposed.looks().await.says("联系方式： 13857119876").says("保存到 2024-05-29");
        let exported = String::from_utf8(proposed.visitor.downloads(&format!("{}/proposal.json", proposed.path)).await);
        assert!(exported.unwrap().contains(PHONE));
        assert!(everything_kept(&app).contains(PHONE), "the words still say it");
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        let form = proposed.visitor.page().form(&erase);
        let receipt = proposed.visitor.sends(&erase, &form).await;
        receipt.is(200).says("删除回执").says("联系方式").says("文字中的 2 处号码").says("保留的");
        proposed.visitor.sends(&erase, &form).await.is(200).says("删除回执");
        proposed.looks().await.is(404);
        app.visitor().visits("/proposals?q=电梯找").await.says("三幢电梯找▇▇▇");
        let kept = everything_kept(&app);
        assert!(!kept.contains(PHONE) && !kept.contains(&PHONE[3..]), "the number is still there");

        // Whoever erases nothing is forgotten in time.
        let unasked = asking.somebody_proposes(Wish { contact: "yi@example.org", ..LIFT }).await;
        asking.days_pass(120).await;
        let now = asking.app.now();
        for _ in 0..2 {
            asking.app.db().write(|tx| proposals::tidy_proposals(tx, now)).unwrap();
        }
        let mut later = unasked;
        later.visitor.moves_to(&asking.app.origin);
        later.looks().await.is(200).says("没有保存您的联系方式");
    }

    async fn a_photo_is_public_with_its_proposal_and_goes_with_its_author(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.somebody_proposes(LIFT).await;
        let action = format!("{}/pictures", proposed.path);
        let wrong = proposed.visitor.uploads(&action, &[], ("photo", "坏.jpg", b"no picture")).await;
        wrong.is(422).says("坏.jpg");
        let taken = photo(1_200, 900);
        proposed.visitor.uploads(&action, &[], ("photo", "楼道.png", &taken)).await.is(200).says("照片已上传");
        let own = proposed.visitor.page().attributes("img.thumb", "src").remove(0);
        assert!(proposed.visitor.downloads(&own).await.starts_with(&[0xff, 0xd8]), "made anew as JPEG");
        let public = own.replace(&format!("{}/pictures", proposed.path), "/proposals/pictures");
        app.visitor().visits(&public).await.is(404);
        asking.lists_the_next().await;
        assert!(app.visitor().downloads(&public).await.starts_with(&[0xff, 0xd8]));
        let need = asking.need(LIFT.title).await;
        assert_eq!(app.visitor().visits(&need).await.attributes("img.thumb", "src"), [public.as_str()]);
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        proposed.visitor.submits(&erase, &[]).await.is(200).says("照片 1 张");
        app.visitor().visits(&public).await.is(404);
    }
}
