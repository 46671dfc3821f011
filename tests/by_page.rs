//! A secretariat that has nothing but its pages: from an empty folder to the notice, next year's session beside this year's, and
//! accounts that two persons keep.

use piaojue::{accounts::Role, congress, scrutineers};

use crate::support::{
    CONGRESS, PASSWORD, Page, TestApp, Visitor,
    session::{Deputy, FOUR, Hall, Scrutineer, Secretariat, roll},
};

const SESSIONS: &str = "/secretariat/sessions";
const ACCOUNTS: &str = "/secretariat/accounts";

/// A list of so many candidates with a sub-item each.
fn list(candidates: u32) -> String {
    let head = "票号,项目,简称,概要,领域,子项编号,子项,类别,要求,目标,计量单位,责任单位,原文";
    let line = |n: u32| {
        format!("{n},“实事{n}”在上城,实事{n},第{n}件实事,,C0{n}-01,新建{n},数量,不少于,{n},个,区教育局,新建{n}个\r\n")
    };
    (1..=candidates).fold(format!("{head}\r\n"), |file, n| file + &line(n))
}

/// Two of the secretariat, signed in with passwords alone.
async fn two(app: &TestApp) -> [Visitor; 2] {
    let mut both = Vec::new();
    for login in ["MISHU-A", "MISHU-B"] {
        app.has_account(Role::Secretariat, login);
        let mut person = app.visitor();
        person.signs_in(login, PASSWORD, "").await;
        both.push(person);
    }
    both.try_into().ok().unwrap()
}

/// Where the newest request about an account is confirmed.
fn confirm_path(page: &Page) -> String {
    let forms = page.attributes("form", "action");
    forms.into_iter().rfind(|to| to.starts_with(ACCOUNTS) && to.ends_with("/confirm")).expect("nothing to confirm")
}

/// Both halves of a password that one asks for and the other confirms; what is asked for is in front of the first.
async fn handed_over([first, second]: &mut [Visitor; 2]) -> String {
    let half = |page: &Page| page.texts("code.groups").pop().expect("no half of a password");
    let first_half = half(&first.visits(ACCOUNTS).await);
    let page = second.visits(ACCOUNTS).await;
    assert!(page.texts("code.groups").is_empty(), "the half is shown to whoever asked, and to nobody else");
    let confirmed = second.submits(&confirm_path(&page), &[]).await;
    let second_half = half(confirmed.is(200).says("后半密码只显示这一次"));
    assert!(second.visits(ACCOUNTS).await.texts("code.groups").is_empty(), "once");
    format!("{first_half}-{second_half}")
}

on_both_databases! {
    async fn from_an_empty_folder_to_the_notice(app: TestApp) {
        let mut both = two(&app).await;
        // Nothing is there yet, and the desk says what comes first.
        let page = both[0].visits("/secretariat").await;
        page.is(200).says("还没有会议");
        both[0].submits(SESSIONS, &[("name", ""), ("date", "2024-02-30")]).await.is(422).says("请填写").says("2025-02-08 这样的日期");
        let fields = [("name", "第三次会议"), ("plenary", "第二次全体会议"), ("date", "2024-02-03"), ("place", "区会议中心"), ("seats", "2")];
        both[0].submits(SESSIONS, &fields).await.is(200).says("会议已新建").says("当前会议");
        both[0].visits("/secretariat").await.is(200).says("第三次会议");

        let rolls = "/secretariat/roll/import";
        both[0].visits(rolls).await.is(200);
        let preview = both[0].uploads(rolls, &[], ("file", "名册.csv", &roll(4))).await;
        let confirm = preview.is(200).path.clone();
        both[0].submits(&confirm, &[]).await.is(200);
        let lists = "/secretariat/candidates";
        both[0].visits(lists).await.is(200);
        let preview = both[0].uploads(lists, &[], ("file", "候选.csv", list(4).as_bytes())).await;
        let confirm = preview.is(200).path.clone();
        both[0].submits(&confirm, &[]).await.is(200);
        let review = [("body", "区人大常委会"), ("meeting", "第十六次会议"), ("reviewed_on", "2024-01-18"), ("document_number", "〔2024〕3号")];
        both[0].visits("/secretariat/review").await;
        both[0].submits("/secretariat/review", &review).await.is(200);
        both[0].visits("/secretariat/method").await.is(200).says("2");
        both[0].submits("/secretariat/method/adopt", &[]).await.is(200).says("已登记大会通过票决办法");

        for (login, name) in [("JP-1", "陈志强"), ("JP-2", "李建国"), ("JP-3", "吴晓燕")] {
            both[0].visits(ACCOUNTS).await;
            let asked = [("role", "scrutineer"), ("login", login), ("name", name)];
            both[0].submits(ACCOUNTS, &asked).await.is(200).says("等候另一名秘书处人员确认");
            let password = handed_over(&mut both).await;
            let mut scrutineer = app.visitor();
            scrutineer.signs_in(login, &password.to_uppercase().replace('-', " "), "").await.is(200);
            let own = [("before", password.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
            scrutineer.visits("/password").await;
            scrutineer.submits("/password", &own).await.is(200).says("密码已修改").says("一次性验证码");
            let account = app.person(login).id.to_string();
            both[0].visits("/secretariat/scrutineers").await;
            let mut fields = vec![("account", account.as_str())];
            if login == "JP-1" {
                fields.push(("chief", "yes"));
            }
            both[0].submits("/secretariat/scrutineers", &fields).await.is(200).says(name);
        }
        // The ceremony is held in browsers, which other stories tell.
        let (actor, now, session) = (app.operator(), app.now(), app.session());
        let handed = scrutineers::hold_ceremony(app.db(), &actor, now, session.id, 2).unwrap();
        for one in &handed {
            app.db().write(|tx| scrutineers::confirm_copy(tx, &actor, now, &one.scrutineer)).unwrap();
        }
        let logins = ["JP-1", "JP-2", "JP-3"].into_iter();
        let mut hall = Hall {
            app: app.clone(),
            deputies: app.roll().into_iter().map(|deputy| Deputy::new(&app, deputy)).collect(),
            scrutineers: logins.zip(handed).map(|(login, one)| Scrutineer::new(&app, login, one.seed)).collect(),
            secretariat: Secretariat::new(&app),
        };
        hall.the_secretariat_knows_the_seeds();
        hall.everybody_checks_in();
        hall.secretariat.starts_issuing().await.is(200);
        hall.holds_the_round(&["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("1").await;
        let mut anybody = app.visitor();
        anybody.visits("/results/2024").await.is(200).says(CONGRESS).says("3 名签署");
        anybody.visits("/results/2024/notice").await.is(200);
    }

    async fn next_year_is_prepared_beside_this_years_vote(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let this_year = app.session();
        let browser = hall.secretariat.browser().await;
        let page = browser.visits(SESSIONS).await;
        assert_eq!(page.is(200).attributes("input[name=name]", "value"), ["第四次会议"], "numbered on");
        assert_eq!(page.attributes("input[name=seats]", "value"), ["2"], "as last year");
        let fields = [("date", "2025-02-08"), ("seats", "3")];
        browser.submits(SESSIONS, &fields).await.is(200).says("会议已新建").says("2025 · 第四次会议");
        browser.visits(SESSIONS).await;
        browser.submits(SESSIONS, &[("date", "2025-03-01")]).await.is(422).says("2025 年已经有会议");
        assert_eq!(app.session().id, this_year.id, "this year's stays at hand");
        let next = app.reads(|conn| congress::session_by_year(conn, this_year.congress, 2025)).unwrap();
        let method = app.reads(|conn| congress::latest_method(conn, next.id)).unwrap();
        assert_eq!((method.method.seats(), method.method.max_approvals(), method.adopted), (3, Some(3), None));
        let copied = app.reads(|conn| piaojue::deputies::deputies(conn, next.id));
        assert_eq!(copied.len(), 4);

        // A day that cannot be is refused, and nothing typed is lost.
        let edit = format!("{SESSIONS}/{}", this_year.id);
        let browser = hall.secretariat.browser().await;
        browser.visits(&edit).await.is(200);
        let refused = browser.submits(&edit, &[("date", "2024-01-10"), ("place", "新会场")]).await;
        refused.is(422).says("常委会审议登记的是 2024-01-18");
        assert_eq!(refused.attributes("input[name=place]", "value"), ["新会场"]);
        browser.visits(&edit).await;
        browser.submits(&edit, &[("date", "2025-02-03")]).await.is(422).says("2025 年已经有会议");

        // While a round runs, the session stays; then it is switched, and back again.
        let to_next = format!("{SESSIONS}/{}/at-hand", next.id);
        let form = browser.visits(SESSIONS).await.form(&to_next);
        hall.everybody_checks_in();
        hall.issuing_begins();
        let browser = hall.secretariat.browser().await;
        browser.sends(&to_next, &form).await.is(422).says("有一轮投票正在进行");
        assert!(!browser.visits(SESSIONS).await.attributes("form", "action").contains(&to_next));
        browser.visits(&edit).await.is(200).says("不能再改");
        hall.holds_the_round(&["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"]).await;
        let browser = hall.secretariat.browser().await;
        browser.visits(SESSIONS).await;
        browser.submits(&to_next, &[]).await.is(200).says("已切换当前会议");
        browser.visits("/secretariat").await.is(200).says("第四次会议");
        app.hears_of_what_is_public();
        app.visitor().visits("/").await.is(200).says("第四次会议");
        let back = format!("{SESSIONS}/{}/at-hand", this_year.id);
        browser.visits(SESSIONS).await;
        browser.submits(&back, &[]).await.is(200);
        browser.visits("/secretariat").await.is(200).says("第三次会议");
    }

    async fn a_forgotten_password_takes_two_and_a_closed_account_opens_nothing(app: TestApp) {
        app.has_session(4);
        let mut both = two(&app).await;
        let account = app.has_account(Role::Scrutineer, "JIANPIAO1");
        let path = format!("{ACCOUNTS}/{account}");
        let mut stranger = app.visitor();
        for _ in 0..6 {
            stranger.signs_in("JIANPIAO1", "wrong-password", "").await.is(422);
        }
        both[0].visits(ACCOUNTS).await.is(200).says("输错次数太多");
        both[0].submits(&format!("{path}/unlock"), &[]).await.is(200).says("已解除等待");
        stranger.signs_in("JIANPIAO1", PASSWORD, "").await.is(200);

        both[0].visits(ACCOUNTS).await;
        both[0].submits(&path, &[("act", "reset")]).await.is(200).says("已提出");
        both[0].visits(ACCOUNTS).await;
        let own = both[0].page().form("/sign-out");
        let page = both[1].visits(ACCOUNTS).await;
        both[0].sends(&confirm_path(&page), &own).await.is(422).says("提出的人不能自己确认");
        assert_eq!(stranger.visits("/scrutineer").await.path, "/scrutineer", "nothing has changed yet");
        let password = handed_over(&mut both).await;
        assert_eq!(stranger.visits("/scrutineer").await.path, "/sign-in?next=/scrutineer", "signed out");
        stranger.signs_in("JIANPIAO1", PASSWORD, "").await.is(422);
        stranger.signs_in("JIANPIAO1", &password[..11], "").await.is(422);
        let page = stranger.signs_in("JIANPIAO1", &password, "").await;
        assert_eq!(page.path, "/password", "it is to be changed at once");

        both[0].visits(ACCOUNTS).await;
        both[0].submits(&path, &[("act", "close")]).await.is(200);
        let page = both[1].visits(ACCOUNTS).await;
        both[1].submits(&confirm_path(&page), &[]).await.is(200).says("账号已停用");
        stranger.signs_in("JIANPIAO1", &password, "").await.is(422);
        // Neither of two can be closed, nor does anybody decide on themselves.
        let other = app.person("MISHU-B").id;
        both[0].visits(ACCOUNTS).await;
        both[0].submits(&format!("{ACCOUNTS}/{other}"), &[("act", "close")]).await.is(422).says("至少要留两个账号");
        let mine = app.person("MISHU-A").id;
        let form = both[0].visits(ACCOUNTS).await.form("/sign-out").with(&[("act", "reset")]);
        both[0].sends(&format!("{ACCOUNTS}/{mine}"), &form).await.is(422).says("不能办理自己的账号");
        // Opened again, with a new password.
        both[0].visits(ACCOUNTS).await;
        both[0].submits(&path, &[("act", "reset")]).await.is(200);
        let password = handed_over(&mut both).await;
        stranger.signs_in("JIANPIAO1", &password, "").await.is(200);
    }

    async fn nobody_is_both_in_the_secretariat_and_a_scrutineer(app: TestApp) {
        app.has_session(4);
        let mut both = two(&app).await;
        both[0].visits(ACCOUNTS).await;
        let colleague = [("role", "scrutineer"), ("login", "JP-1"), ("name", "示例MISHU-B")];
        both[0].submits(ACCOUNTS, &colleague).await.is(422).says("不能是同一个人");
        both[0].visits(ACCOUNTS).await;
        let asked = [("role", "scrutineer"), ("login", "JP-2"), ("name", "王小二")];
        both[0].submits(ACCOUNTS, &asked).await.is(200);
        // Between asking and confirming the same person comes to the secretariat.
        app.has_person(Role::Secretariat, "MISHU-C", "王小二", false);
        let page = both[1].visits(ACCOUNTS).await;
        both[1].submits(&confirm_path(&page), &[]).await.is(422).says("不能是同一个人");
        assert!(!app.knows("JP-2"));
        let account = app.has_person(Role::Scrutineer, "JP-3", "王小二", false).0.to_string();
        both[0].visits("/secretariat/scrutineers").await;
        let page = both[0].submits("/secretariat/scrutineers", &[("account", account.as_str())]).await;
        page.is(422).says("不能登记为本次会议的监票人");
    }
}
