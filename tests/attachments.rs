//! Pictures and PDF on their way from a phone to the public page: nothing good is lost on it, nothing bad gets through, and
//! what shows somebody whom it should not comes down again.

use diesel::{QueryDsl, RunQueryDsl};
use jiff::SignedDuration;
use lopdf::{Document, Object, dictionary};
use piaojue::{
    accounts::Role,
    app::do_what_is_due,
    attachments::schema::{attachments, held_files},
    db::DbError,
};

use crate::support::{
    PASSWORD, Page, TestApp, Visitor, sources,
    tracking::{Year, makes_department, photo},
};

/// As an iPhone leaves it: the head of the file is enough to know it by.
fn heic() -> Vec<u8> {
    [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 400]].concat()
}

fn pdf(name: &str) -> Vec<u8> {
    std::fs::read(sources::root().join("fixtures/attachments").join(name)).unwrap()
}

const AUTHOR: &[u8] = b"ZHANG SAN";

/// A PDF that says who wrote it; one that is `signed` may not lose a byte.
fn with_an_author(signed: bool) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf("plain.pdf")).unwrap();
    let info = document.add_object(dictionary! { "Author" => Object::string_literal(AUTHOR) });
    document.trailer.set("Info", info);
    if signed {
        let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        let seal = dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()] };
        document.get_object_mut(root).unwrap().as_dict_mut().unwrap().set("Seal", seal);
    }
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

fn has(within: &[u8], what: &[u8]) -> bool {
    within.windows(what.len()).any(|window| window == what)
}

/// Each another picture.
fn photos(count: u32) -> Vec<(String, Vec<u8>)> {
    (1..=count).map(|number| (format!("IMG_000{number}.png"), photo(200 + number, 150))).collect()
}

fn as_sent(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect()
}

const TYPED: [(&str, &str); 4] =
    [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "首批已开工，照片见附件"), ("do", "file")];

/// Words and files that wait in the form.
fn keeps(page: &Page, files: usize) {
    assert_eq!(page.texts("#words"), ["首批已开工，照片见附件"], "nothing typed is lost");
    assert_eq!(page.attributes("#quantity", "value"), ["1"]);
    assert_eq!(page.attributes("ul.kept button[name=remove]", "value").len(), files, "{:?}", page.texts("ul.kept"));
}

fn kept_files(app: &TestApp) -> [i64; 2] {
    app.db()
        .read(|conn| {
            let (kept, held) =
                (attachments::table.count().get_result(conn)?, held_files::table.count().get_result(conn)?);
            Ok::<_, DbError>([kept, held])
        })
        .unwrap()
}

async fn signs_out_elsewhere(person: &Visitor) {
    let mut other_tab = person.clone();
    other_tab.visits("/department").await.is(200);
    other_tab.submits("/sign-out", &[]).await.is(200).says("已退出");
}

on_both_databases! {
    async fn a_clerk_with_seven_photos_one_of_them_heic(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let mut chosen = photos(7);
        chosen[2] = ("IMG_0003.HEIC".to_owned(), heic());
        year.engineer.visits(&path).await.is(200);
        let refused = year.engineer.uploads_all(&path, &TYPED, "photo", &as_sent(&chosen)).await;
        refused.is(422).says("IMG_0003.HEIC").says("兼容性最佳").says("草稿");
        keeps(&refused, 6);
        for src in refused.attributes("ul.kept img", "src") {
            assert_eq!(year.engineer.visits(&src).await.is(200).header("content-type"), Some("image/jpeg"));
            year.anybody.visits(&src).await.is(404);
        }
        // Sent again as it is shown, the six go with it.
        year.engineer.visits(&path).await.is(200);
        year.engineer.submits(&path, &TYPED).await.is(200).says("进展已报送");
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 6);
        year.engineer.visits(&path).await.is(200);
        assert!(year.engineer.page().attributes("ul.kept img", "src").is_empty(), "they went with the report");
    }

    async fn six_good_photos_go_at_once(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let filed = year.engineer.uploads_all(&path, &TYPED, "photo", &as_sent(&photos(6))).await;
        filed.is(200).says("进展已报送");
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 6);
    }

    async fn too_many_files_are_named_and_the_first_six_stay(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let refused = year.engineer.uploads_all(&path, &TYPED, "photo", &as_sent(&photos(8))).await;
        refused.is(422).says("IMG_0007.png：合计最多 6 个").says("IMG_0008.png：合计最多 6 个");
        keeps(&refused, 6);
        // The limit is that of the whole report, however often its draft is saved.
        let draft = [("do", "draft")];
        let more = year.engineer.uploads_all(&path, &draft, "photo", &[("再来一张.png", &photo(90, 60))]).await;
        more.is(422).says("再来一张.png：合计最多 6 个");
        keeps(&more, 6);
    }

    async fn files_too_large_together_lose_no_words(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let large = vec![7_u8; 12 * 1024 * 1024];
        let mut chosen: Vec<(&str, &[u8])> = vec![("好的.png", &[])];
        let good = photo(300, 200);
        chosen[0].1 = &good;
        chosen.extend(["1.bin", "2.bin", "3.bin", "4.bin", "5.bin", "6.bin"].map(|name| (name, large.as_slice())));
        year.engineer.visits(&path).await.is(200);
        let refused = year.engineer.uploads_all(&path, &TYPED, "photo", &chosen).await;
        refused.is(422).says("1.bin：只能上传").says("6.bin：这次提交的文件合计超过 72 MB");
        keeps(&refused, 1);
    }

    async fn a_file_is_taken_out_of_the_form_again(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let draft = [TYPED[0], TYPED[1], TYPED[2], ("do", "draft")];
        let kept = year.engineer.uploads_all(&path, &draft, "photo", &as_sent(&photos(2))).await;
        kept.is(200).says("草稿");
        keeps(&kept, 2);
        assert_eq!(kept.attributes("form[enctype] button", "value")[0], "file", "Enter presses what files the report");
        let wrong_one = kept.attributes("ul.kept button", "value").remove(0);
        let words = [("words", "改过的话"), ("remove", wrong_one.as_str())];
        let left = year.engineer.submits(&path, &words).await;
        left.is(200).says("已移除");
        assert_eq!(left.texts("#words"), ["改过的话"]);
        assert_eq!(left.attributes("ul.kept button", "value").len(), 1);
        year.engineer.visits(&format!("/evidence/{wrong_one}")).await.is(404);
        assert_eq!(kept_files(&app), [1, 0]);
        // What is filed is not taken out by anybody's form.
        year.engineer.visits(&path).await.is(200);
        year.engineer.submits(&path, &TYPED).await.is(200).says("进展已报送");
        let filed = year.seen_by_all().await.attributes("ul.photos img", "src").remove(0);
        let id = filed.rsplit('/').next().unwrap().to_owned();
        year.engineer.visits(&path).await.is(200);
        year.engineer.submits(&path, &[("remove", &id)]).await;
        year.anybody.visits(&filed).await.is(200);
    }

    async fn a_form_too_old_keeps_words_and_files(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path).without("csrf").with(&TYPED);
        let chosen = [("现场.png".to_owned(), photo(300, 200)), ("b.heic".to_owned(), heic())];
        let refused = year.engineer.sends_with(&path, &form, "photo", &as_sent(&chosen)).await;
        refused.is(422).says("页面放置过久").says("b.heic").says("已经保留在表单里");
        keeps(&refused, 1);
        assert_eq!(kept_files(&app), [0, 1]);
        let other = makes_department(&app, &mut year.secretary, "区教育局", "JIAOYU1").await;
        let src = refused.attributes("ul.kept img", "src").remove(0);
        for (mut person, status) in [(year.engineer.clone(), 200), (other, 404), (year.secretary.clone(), 404)] {
            person.visits(&src).await.is(status);
        }
        year.engineer.visits(&path).await.is(200);
        year.engineer.submits(&path, &TYPED).await.is(200).says("进展已报送");
        assert_eq!(kept_files(&app), [1, 0]);
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 1);
    }

    async fn what_nobody_comes_back_for_is_erased(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path).without("csrf").with(&TYPED);
        year.engineer.sends_with(&path, &form, "photo", &as_sent(&photos(1))).await.is(422);
        assert_eq!(kept_files(&app), [0, 1]);
        year.days_pass(3).await;
        do_what_is_due(&year.app.services).unwrap();
        assert_eq!(kept_files(&year.app), [0, 0]);
    }

    async fn what_one_slice_cannot_forget_keeps_no_other_from_forgetting(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path).without("csrf").with(&TYPED);
        year.engineer.sends_with(&path, &form, "photo", &as_sent(&photos(1))).await.is(422);
        let later = year.app.restarts(SignedDuration::from_hours(72)).await;
        later.db().maintenance("ALTER TABLE guest_contacts RENAME TO out_of_reach").unwrap();
        assert!(do_what_is_due(&later.services).is_err());
        assert_eq!(kept_files(&later), [0, 0]);
        later.db().maintenance("ALTER TABLE out_of_reach RENAME TO guest_contacts").unwrap();
        do_what_is_due(&later.services).unwrap();
    }

    async fn whoever_has_no_right_leaves_nothing_behind(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path).with(&TYPED);
        let mut stranger = makes_department(&app, &mut year.secretary, "区教育局", "JIAOYU1").await;
        let without = form.without("csrf");
        stranger.sends_with(&path, &without, "photo", &as_sent(&photos(2))).await.is(404);
        let mut nobody = app.visitor();
        nobody.sends_with(&path, &without, "photo", &as_sent(&photos(2))).await.is(200).says("登录已过期");
        assert_eq!(kept_files(&app), [0, 0]);
    }

    async fn a_pdf_is_taken_without_its_makers_or_refused_as_the_page_says(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200).says("PDF 的作者、单位等信息也会去掉，有电子签名的保持原样");
        let (told, plain, sealed) = (with_an_author(false), pdf("links.pdf"), with_an_author(true));
        assert!(has(&told, AUTHOR) && !has(&plain, AUTHOR));
        for (name, content, words) in [
            ("加密.pdf", pdf("user-password.pdf"), "PDF 要密码才能打开"),
            ("脚本.pdf", pdf("script.pdf"), "带有脚本或会启动程序的内容"),
            ("启动.pdf", pdf("launch.pdf"), "带有脚本或会启动程序的内容"),
            ("夹带.pdf", pdf("embedded.pdf"), "夹带了别的文件"),
            ("半个.pdf", plain[..plain.len() / 2].to_vec(), "打不开或不完整"),
        ] {
            year.engineer.visits(&path).await.is(200);
            let refused = year.engineer.uploads(&path, &TYPED, ("photo", name, &content)).await;
            refused.is(422).says(name).says(words);
            keeps(&refused, 0);
        }
        assert_eq!(kept_files(&app), [0, 0], "nothing of what was refused is kept");

        let good = [("台账.pdf", told.as_slice()), ("无作者.pdf", &plain), ("盖章.pdf", &sealed)];
        year.engineer.visits(&path).await.is(200);
        year.engineer.uploads_all(&path, &TYPED, "photo", &good).await.is(200).says("进展已报送");
        let page = year.seen_by_all().await;
        let links = page.attributes("a[href^='/evidence/']", "href");
        assert_eq!(links.len(), 3, "{links:?}");
        let mut seen = Vec::new();
        for link in &links {
            let shown = year.anybody.visits(link).await;
            assert_eq!(shown.is(200).header("content-type"), Some("application/pdf"));
            seen.push(year.anybody.downloads(link).await);
        }
        for name in ["台账.pdf", "无作者.pdf", "盖章.pdf"] {
            page.says(name);
        }
        let whole = |file: &Vec<u8>| Document::load_mem(file).is_ok_and(|document| !document.get_pages().is_empty());
        assert!(seen.iter().all(whole));
        let with_author: Vec<&Vec<u8>> = seen.iter().filter(|file| has(file, AUTHOR)).collect();
        assert_eq!(with_author, [&sealed], "only the signed one says who made it, byte for byte as it came");
    }

    async fn an_ended_sign_in_brings_the_words_back(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        signs_out_elsewhere(&year.engineer).await;
        let ended = year.engineer.uploads_all(&path, &TYPED, "photo", &as_sent(&photos(1))).await;
        ended.is(200).says("登录已过期").says("照片等文件没有收下");
        let wrong = year.engineer.submits("/sign-in", &[("login", "ZHUJIAN1"), ("password", "wrong")]).await;
        wrong.is(422).says("不对");
        let back = year.engineer.submits("/sign-in", &[("login", "ZHUJIAN1"), ("password", PASSWORD)]).await;
        back.is(200).says("已重新登录").says("照片等文件没有收下");
        let form = year.engineer.submits(&path, &[]).await;
        form.is(422).says("已重新登录，填写的内容都在");
        keeps(&form, 0);
        year.engineer.uploads_all(&path, &TYPED, "photo", &as_sent(&photos(1))).await.is(200).says("进展已报送");
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 1);
    }

    async fn another_account_does_not_get_the_words(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        makes_department(&app, &mut year.secretary, "区教育局", "JIAOYU1").await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        signs_out_elsewhere(&year.engineer).await;
        year.engineer.uploads_all(&path, &TYPED, "photo", &[]).await.is(200).says("登录已过期");
        let other = year.engineer.submits("/sign-in", &[("login", "JIAOYU1"), ("password", PASSWORD)]).await;
        other.is(200).says("不是用这个账号填写的");
        assert!(!other.html.contains("首批已开工"), "the words are whose they are");
    }

    async fn a_button_pressed_after_the_sign_in_ended_says_what_was_not_done(app: TestApp) {
        let mut nobody = app.visitor();
        let round = uuid::Uuid::new_v4();
        for (path, said) in [
            (format!("/deputy/rounds/{round}/issue"), "选票还没有领"),
            ("/deputy/check-in".to_owned(), "还没有签到"),
            ("/secretariat/issuing/start".to_owned(), "刚才的操作没有执行"),
        ] {
            let led = nobody.asks("POST", &path, &[("public_key", "4711"), ("do", "x")]).await;
            let to = led.is(303).leads_to().unwrap().to_owned();
            nobody.visits(&to).await.is(200).says("登录已过期").says(said);
            assert!(!nobody.page().html.contains("4711"), "what a script computed is not carried");
        }
        nobody.visits("/sign-in?next=/deputy").await.is(200);
        assert!(!nobody.page().html.contains("登录已过期"), "nothing has ended for whoever just came");
    }

    async fn characters_that_are_none_are_said_in_words(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        for (character, named) in [("\0", "U+0000"), ("\u{b}", "U+000B"), ("\u{fffe}", "U+FFFE"), ("\u{1ffff}", "U+1FFFF")] {
            year.engineer.visits(&path).await.is(200);
            let words = format!("首批已开工，{character}照片见附件");
            let refused = year.engineer.submits(&path, &[TYPED[0], TYPED[1], ("words", &words), TYPED[3]]).await;
            refused.is(422).says("看不见的特殊字符").says(named);
            assert_eq!(refused.texts("#words"), ["首批已开工，照片见附件"]);
            assert_eq!(refused.attributes("[aria-invalid]", "id"), ["words"]);
        }
        // As it stands on the page, it passes; so does what only looks strange.
        year.engineer.submits(&path, &[]).await.is(200).says("进展已报送");
        year.engineer.visits(&path).await.is(200);
        let strange = [TYPED[0], TYPED[1], ("words", "第一行\r\n\t𠮷 👩‍👩‍👧 é"), TYPED[3]];
        year.engineer.submits(&path, &strange).await.is(200).says("进展已报送");
        let mut nobody = app.visitor();
        nobody.visits("/sign-in").await.is(200);
        nobody.submits("/sign-in", &[("login", "ZHU\0JIAN1"), ("password", PASSWORD)]).await.is(422).says("U+0000");
    }

    async fn a_deputys_note_and_a_units_answer_keep_their_photos(app: TestApp) {
        let (year, [mut member, _]) = Year::supervised(&app).await;
        let mut deputy = year.deputy(0).await;
        deputy.visits("/deputy/notes").await.is(200);
        let chosen = [("扶手.png".to_owned(), photo(300, 200)), ("b.heic".to_owned(), heic())];
        let refused = deputy.uploads_all("/deputy/notes", &[("words", "扶手松动")], "photo", &as_sent(&chosen)).await;
        refused.is(422).says("b.heic").says("已经保留在表单里");
        assert_eq!(refused.texts("#words"), ["扶手松动"]);
        let wrong = refused.attributes("ul.kept button", "value").remove(0);
        let removed = deputy.submits("/deputy/notes", &[("remove", &wrong)]).await;
        removed.is(200).says("已移除");
        assert_eq!((removed.texts("#words"), kept_files(&app)), (vec!["扶手松动".to_owned()], [0, 0]));
        deputy.uploads_all("/deputy/notes", &[], "photo", &as_sent(&chosen[..1])).await.is(200).says("扶手松动");
        assert_eq!(kept_files(&app), [1, 0]);

        member.visits("/supervisor").await.is(200);
        let opened = [("finding", "没有围挡"), ("deadline", "2024-02-01")];
        let refused = member.uploads_all("/supervisor", &opened, "photo", &as_sent(&chosen[..1])).await;
        refused.is(422).says("已经保留在表单里");
        member.submits("/supervisor", &[("deadline", "2024-02-10")]).await.is(200).says("督办已发起");
        assert_eq!(kept_files(&app), [2, 0]);
    }

    async fn two_persons_take_a_picture_down(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports_with(0, "2024-02-03", "1", ("身份证.png", &photo(300, 200))).await.is(200).says("进展已报送");
        let src = year.seen_by_all().await.attributes("ul.photos img", "src").remove(0);
        let shown = year.anybody.visits(&src).await;
        assert_eq!(shown.is(200).header("cache-control"), Some("public, no-cache"), "asked about each time");
        assert!(shown.header("etag").is_some());
        year.engineer.visits("/secretariat/files").await.is(404);

        let id = src.rsplit('/').next().unwrap().to_owned();
        let path = format!("/secretariat/files/{id}");
        year.secretary.visits("/secretariat/files").await.is(200).says("身份证.png");
        year.secretary.visits(&path).await.is(200);
        year.secretary.submits(&path, &[("do", "ask")]).await.is(422).says("请写明撤下的原因");
        year.secretary.submits(&path, &[("do", "ask"), ("reason", "居民身份证入镜")]).await.is(200).says("等待另一位");
        year.secretary.submits(&path, &[("do", "confirm")]).await.is(422).says("提出的人不能自己确认");
        year.anybody.visits(&src).await.is(200);

        let mut second = app.signed_in(Role::Secretariat).await;
        second.visits("/secretariat/projects").await.is(200).says("1 个文件等待第二人确认撤下");
        second.visits(&path).await.is(200).says("居民身份证入镜");
        let confirm = second.page().form(&path).with(&[("do", "confirm")]);
        second.sends(&path, &confirm).await.is(200).says("已撤下");
        second.sends(&path, &confirm).await.is(200);
        for person in [&mut year.anybody, &mut year.engineer, &mut second] {
            person.visits(&src).await.is(404);
        }
        let page = year.seen_by_all().await;
        page.says("应隐私要求撤下").says("2024-02-03");
        assert!(page.attributes("ul.photos img", "src").is_empty());
        assert!(!page.html.contains("身份证") && !page.html.contains("入镜"), "neither its name nor why");
        let contents: Vec<Option<Vec<u8>>> =
            app.db().read(|conn| attachments::table.select(attachments::content).load(conn).map_err(DbError::from)).unwrap();
        assert_eq!(contents, [None]);
    }

    async fn the_same_picture_asked_for_twice_leaves_nothing_waiting(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        for quantity in ["1", "2"] {
            let filed = year.reports_with(0, "2024-02-03", quantity, ("现场.png", &photo(201, 150))).await;
            filed.is(200).says("进展已报送");
        }
        let path = year.report_path(0);
        let form = year.engineer.visits(&path).await.form(&path).without("csrf").with(&TYPED);
        year.engineer.sends_with(&path, &form, "photo", &as_sent(&photos(1))).await.is(422);
        assert_eq!(kept_files(&app), [2, 1], "in two reports, and in a form");
        let files = year.secretary.visits("/secretariat/files").await.is(200).attributes("ul.photos a", "href");
        let mut second = app.signed_in(Role::Secretariat).await;
        for (person, file) in [(&mut year.secretary, &files[0]), (&mut second, &files[1])] {
            person.visits(file).await.is(200);
            person.submits(file, &[("do", "ask"), ("reason", "居民身份证入镜")]).await.is(200).says("等待另一位");
        }
        second.visits("/secretariat/projects").await.is(200).says("2 个文件等待第二人确认撤下");
        second.visits(&files[0]).await.is(200);
        second.submits(&files[0], &[("do", "confirm")]).await.is(200).says("已撤下");
        assert_eq!(kept_files(&app), [2, 0]);
        second.visits("/secretariat/files").await.is(200);
        assert!(second.page().attributes("ul.todo a", "href").is_empty(), "nothing that nobody could take away");
        second.visits("/secretariat/projects").await.is(200);
        assert!(!second.page().text().contains("等待第二人确认撤下"));
    }

    async fn a_text_too_long_comes_back_whole(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports_with(0, "2024-02-03", "1", ("现场.png", &photo(300, 200))).await.is(200);
        let src = year.seen_by_all().await.attributes("ul.photos img", "src").remove(0);
        let path = format!("/secretariat/files/{}", src.rsplit('/').next().unwrap());
        year.secretary.visits(&path).await.is(200);
        let long = "居民身份证入镜".repeat(1_500);
        let refused = year.secretary.submits(&path, &[("do", "ask"), ("reason", &long)]).await;
        refused.is(422).says("填写的内容太长");
        assert_eq!(refused.texts("#reason"), [long], "nothing typed is lost");
        year.secretary.submits(&path, &[("do", "ask"), ("reason", "居民身份证入镜")]).await.is(200).says("等待另一位");
    }

    async fn a_withdrawal_is_taken_back(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports_with(0, "2024-02-03", "1", ("现场.png", &photo(300, 200))).await.is(200);
        let src = year.seen_by_all().await.attributes("ul.photos img", "src").remove(0);
        let path = format!("/secretariat/files/{}", src.rsplit('/').next().unwrap());
        year.secretary.visits(&path).await.is(200);
        year.secretary.submits(&path, &[("do", "ask"), ("reason", "看错了")]).await.is(200);
        year.secretary.submits(&path, &[("do", "drop")]).await.is(200).says("不再撤下");
        let mut second = app.signed_in(Role::Secretariat).await;
        second.visits(&path).await.is(200);
        second.submits(&path, &[("do", "confirm")]).await.is(422).says("没有人提出撤下");
        year.anybody.visits(&src).await.is(200);
    }
}
