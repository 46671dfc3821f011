//! What leads to a person, and that nothing of it is left.

use std::io::Cursor;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use diesel::{QueryableByName, RunQueryDsl, sql_types::Text};
use piaojue::{
    app::send_letters,
    db::{Conn, DbError, DbUrl, table_columns},
    guests, proposals,
};

use super::{Asking, LIFT, PROPOSE, SEND, Wish, as_typed};
use crate::support::{Engine, TestApp, catcher::Catcher, tracking::photo};

/// Every value of every table as text, and every byte that lies in the database's files: of PostgreSQL as its own server
/// reads them, once it has thrown away what was deleted.
pub fn everything_kept(app: &TestApp) -> String {
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
    match app.db().url() {
        DbUrl::Sqlite(path) => {
            for beside in ["", "-wal"] {
                let file = format!("{}{beside}", path.display());
                all += &String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default());
            }
        }
        DbUrl::Postgres(_) => {
            app.db().maintenance("VACUUM FULL").unwrap();
            let files = "SELECT encode(pg_read_binary_file(pg_relation_filepath(file.oid)), 'hex') AS row FROM \
                         (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i') \
                          UNION SELECT reltoastrelid FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
                          AND reltoastrelid <> 0) file";
            let read = app.reads(|conn| Ok::<_, DbError>(diesel::sql_query(files).load::<Row>(conn)?));
            assert!(read.len() > 100, "only {} files", read.len());
            for file in read {
                let bytes: Vec<u8> = file
                    .row
                    .as_bytes()
                    .chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                    .collect();
                all += &String::from_utf8_lossy(&bytes);
            }
        }
    }
    all
}

/// Contacts of others, more than SQLite takes values in one query; PostgreSQL takes any number as one.
pub fn many_contacts(app: &TestApp, left_with: &str) {
    if app.engine() == Engine::Sqlite {
        let insert = format!(
            "INSERT INTO guest_contacts \
             (owner_id, left_with, sealed, consent_version, keep_until, letters, letter_id, mark, lang) \
             WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 33000) \
             SELECT randomblob(16), '{left_with}', '', 1, '2099-12-31', 'none', randomblob(16), '', 'zh-CN' FROM many"
        );
        app.db().maintenance(&insert).unwrap();
    }
}

/// What programs and people may take away from there, unpacked.
#[expect(clippy::disallowed_methods, reason = "a file of the program's own is not forged")]
async fn everything_given_out(app: &TestApp) -> String {
    let mut all = String::new();
    for path in [
        "/proposals",
        "/proposals/clock",
        "/proposals/funnel",
        "/proposals/feed.xml",
        "/api/proposals/pages/1",
        "/api/needs/pages/1",
        "/proposals/files/proposals.csv",
        "/proposals/files/proposals.json",
    ] {
        all += &String::from_utf8_lossy(&app.visitor().downloads(path).await);
    }
    let book = app.visitor().downloads("/proposals/files/proposals.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).unwrap();
    for (_, sheet) in book.worksheets() {
        for row in sheet.rows() {
            all += &row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t");
        }
    }
    all
}

/// A photo in whose data a number is written, as a telephone writes where it was taken.
fn telling_photo(number: &str) -> Vec<u8> {
    let mut png = photo(64, 48);
    let mut chunk = b"tEXtComment\0".to_vec();
    chunk.extend(number.as_bytes());
    let length = u32::try_from(chunk.len() - 4).unwrap().to_be_bytes();
    let check = crc32(&chunk).to_be_bytes();
    // After the head, which is 8 + 25 bytes long.
    png.splice(33..33, length.into_iter().chain(chunk).chain(check));
    png
}

/// Of a chunk of a PNG file.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

on_both_databases! {
    async fn what_leads_to_a_person_is_erased_to_the_last_byte(app: TestApp) {
        const PHONE: &str = "13857119876";
        const ADDRESS: &str = "13857119876@example.org";
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let telling = Wish { title: "三幢电梯找13857119876", why: "打13857119876", contact: ADDRESS, ..LIFT };
        let mut proposed = asking.somebody_proposes(telling).await;
        let picture = telling_photo(PHONE);
        assert!(String::from_utf8_lossy(&picture).contains(PHONE));
        let pictures = format!("{}/pictures", proposed.path);
        proposed.visitor.uploads(&pictures, &[], ("photo", "13857119876.png", &picture)).await.is(200);
        asking.lists_the_next().await;
        // Put to another and objected to, with a letter that waits for its server.
        asking.puts_together(telling.title, LIFT.title).await.is(200);
        proposed.looks().await.is(200);
        let objects = format!("{}/object", proposed.path);
        proposed.visitor.submits(&objects, &[("words", "我另有13857119876")]).await.is(200);
        let written = app.db().write(|tx| {
            proposals::write_letters(tx, &app.services.secret, &app.services.base_url, app.now())
        });
        assert_eq!(written.unwrap(), 1);
        assert!(everything_given_out(&app).await.contains(PHONE), "the words still say it");
        proposed.looks().await.says("联系方式： 13857119876@example.org").says("保存到 2024-05-29");
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
        app.visitor().visits("/proposals?q=电梯找").await.is(200).says("给三幢加装电梯");
        assert_eq!(send_letters(&app.services).unwrap(), 0, "the letter went with the address");
        let given_out = everything_given_out(&app).await;
        assert!(!given_out.contains(PHONE) && given_out.contains("三幢电梯找▇▇▇"), "{given_out}");
        let kept = everything_kept(&app);
        assert!(!kept.contains(PHONE) && !kept.contains(&PHONE[3..]), "the number is still there");

        // Whoever erases nothing is forgotten in time.
        let unasked = asking.somebody_proposes(Wish { contact: "yi@example.org", ..LIFT }).await;
        many_contacts(&app, "proposal");
        asking.days_pass(120).await;
        let now = asking.app.now();
        for _ in 0..2 {
            asking
                .app
                .db()
                .write(|tx| {
                    guests::tidy(tx, now)?;
                    proposals::tidy_proposals(tx)
                })
                .unwrap();
        }
        let mut later = unasked;
        later.visitor.moves_to(&asking.app.origin);
        later.looks().await.is(200).says("没有保存您的联系方式");
    }

    async fn a_photo_goes_with_the_first_form_and_is_seen_before_it_is_sent(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut visitor = app.visitor();
        let fields = LIFT.fields(visitor.visits(PROPOSE).await.is(200));
        let fields = as_typed(&fields);
        let wrong = visitor.uploads(PROPOSE, &fields, ("photo", "坏.jpg", b"no picture")).await;
        wrong.is(422).says("坏.jpg");
        assert_eq!(wrong.attributes("#title", "value"), [LIFT.title], "nothing typed is lost");
        visitor.uploads(PROPOSE, &fields, ("photo", "楼道.png", &photo(1_200, 900))).await.is(200).says("大家会看到的样子");
        let seen = visitor.page().attributes("img.thumb", "src").remove(0);
        assert!(visitor.downloads(&seen).await.starts_with(&[0xff, 0xd8]), "made anew as JPEG");
        let (path, _) = seen.rsplit_once('/').unwrap();
        let (folder, _) = path.rsplit_once('/').unwrap();
        let guessed = seen.replace(path, &format!("{folder}/{}", uuid::Uuid::new_v4()));
        app.visitor().visits(&guessed).await.is(404);

        // Changed, refused, taken away again: the photos of the form stay with it.
        visitor.submits(SEND, &[("do", "change")]).await.is(200);
        assert_eq!(visitor.page().attributes("img.thumb", "src"), [seen.as_str()]);
        visitor.submits(PROPOSE, &[("why", "")]).await.is(422).says("请写明为什么需要");
        assert_eq!(visitor.page().attributes("img.thumb", "src"), [seen.as_str()]);
        visitor.uploads(PROPOSE, &fields, ("photo", "门口.png", &photo(640, 480))).await.is(200);
        assert_eq!(visitor.page().attributes("img.thumb", "src").len(), 2);
        visitor.submits(SEND, &[("do", "change")]).await.is(200);
        let first = visitor.page().attributes("button[name=remove]", "value").remove(0);
        visitor.submits(PROPOSE, &[("remove", first.as_str())]).await.is(200);
        assert_eq!(visitor.page().attributes("img.thumb", "src").len(), 1);
        let four = [("a.png", photo(40, 40)), ("b.png", photo(41, 41)), ("c.png", photo(42, 42))];
        let four: Vec<(&str, &[u8])> = four.iter().map(|(name, content)| (*name, content.as_slice())).collect();
        visitor.uploads_all(PROPOSE, &fields, "photo", &four).await.is(422).says("最多 3 张照片");

        visitor.submits(PROPOSE, &[]).await.is(200);
        asking.sends_what_was_typed(&mut visitor, &[]).await;
        assert_eq!(visitor.page().attributes("img.thumb", "src").len(), 3);
        app.visitor().visits(&seen).await.is(404);
        asking.lists_the_next().await;
        let need = asking.need(LIFT.title).await;
        assert_eq!(app.visitor().visits(&need).await.attributes("img.thumb", "src").len(), 3);
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

    async fn what_was_called_by_its_words_forgets_them_too(app: TestApp) {
        const PHONE: &str = "13857112468";
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let telling = Wish { title: "三幢电梯找13857112468", ..LIFT };
        let mut proposed = asking.lists(telling).await;
        asking.puts_together(telling.title, LIFT.title).await.is(200);
        // The need goes on under these words, and is itself put to another.
        asking.sorts("listed", LIFT.title, "hide").await.is(200);
        asking.lists(Wish { title: "四幢也装电梯", ..LIFT }).await;
        asking.puts_together(telling.title, "四幢也装电梯").await.is(200);
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        proposed.visitor.submits(&erase, &[]).await.is(200).says("删除回执");
        assert!(!everything_kept(&app).contains(PHONE), "the number is still there");
    }
}
