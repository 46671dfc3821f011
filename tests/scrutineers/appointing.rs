//! Who is a scrutineer, and when a ceremony may begin.

use crate::support::{
    Ceremony, TestApp,
    ceremony::{LIST, PEOPLE, START, VOID},
};

on_both_databases! {
    async fn scrutineers_are_appointed_named_chief_and_withdrawn(app: TestApp) {
        let mut hall = Ceremony::with_accounts(&app).await;
        hall.list().await.says("还没有监票人").says("监票人不足两名");
        let page = hall.secretary.submits(LIST, &[]).await;
        page.is(422).says("没有选择账号");
        let form = {
            let page = hall.list().await;
            let account = page.attributes("input[name=account]", "value").remove(0);
            page.form(LIST).with(&[("account", &account), ("chief", "yes")])
        };
        for _ in 0..2 {
            hall.secretary.sends(LIST, &form).await.is(200);
        }
        assert_eq!(hall.list().await.texts("tbody th").len(), 1, "the second press changed nothing");
        let chief = hall.list().await.texts("tbody th").remove(0);
        let chief = chief.trim_start_matches("1 ").to_owned();
        let rest: Vec<_> = PEOPLE.iter().filter(|(_, name)| *name != chief).collect();
        hall.appoints(rest[0].0, false).await.is(200);
        let page = hall.list().await;
        assert!(page.attributes("input[name=chief]", "name").is_empty(), "there is a chief, so none can be added");
        // A page that was open from before.
        let page = hall.secretary.sends(LIST, &form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())])).await;
        page.is(422).says("这个账号已经登记为监票人");
        let account = hall.list().await.attributes("input[name=account]", "value").remove(0);
        let fresh = uuid::Uuid::new_v4().to_string();
        let second_chief = form.clone().with(&[("key", &fresh), ("account", &account), ("chief", "yes")]);
        let page = hall.secretary.sends(LIST, &second_chief).await;
        page.is(422).says("已经有总监票人，只能有一名");
        assert_eq!(page.attributes("input[name=account][checked]", "value"), [account], "the choice stays");

        hall.appoints(rest[1].0, false).await.is(200);
        hall.presses_for(rest[1].1, "chief").await.is(200).says("已指定总监票人");
        hall.presses_for(&chief, "withdraw").await.is(200);
        let page = hall.list().await;
        assert_eq!(page.texts("tbody th"), [format!("1 {}", rest[0].1), format!("2 {}", rest[1].1)]);
        hall.presses_for(rest[1].1, "withdraw").await.is(200);
        hall.appoints(rest[1].0, false).await.is(200);
        hall.list().await.says("还没有总监票人");
        let page = hall.secretary.submits(LIST, &[("account", &uuid::Uuid::new_v4().to_string())]).await;
        page.is(422).says("不能登记为本次会议的监票人");
    }

    async fn a_ceremony_begins_only_when_it_can_be_held(app: TestApp) {
        let mut hall = Ceremony::appointed(&app).await;
        for threshold in ["1", "4", "0", "-2", "二", ""] {
            hall.starts(threshold).await.is(422).says("开箱人数应在 2 到 3 之间");
        }
        hall.list().await;
        let form = hall.secretary.page().form(START).with(&[("threshold", "3")]);
        for _ in 0..2 {
            hall.secretary.sends(START, &form).await.is(200).says("第 1 次制作密钥正在进行");
        }
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        hall.secretary.sends(START, &again).await.is(422).says("请先作废本次");
        hall.voids("试做").await.is(200);
        let account = hall.presses_for("陈志强", "withdraw").await;
        account.is(200).says("还没有总监票人");
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string()), ("threshold", "2")]);
        hall.secretary.sends(START, &again).await.is(422).says("请先指定一名总监票人");
        hall.presses_for("李建国", "withdraw").await.is(200);
        let again = form.with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        hall.secretary.sends(START, &again).await.is(422).says("监票人不足两名");
        hall.secretary.visits(VOID).await.is(200);
    }

    async fn once_the_key_is_made_nobody_is_changed(app: TestApp) {
        let mut hall = Ceremony::appointed(&app).await;
        let page = hall.list().await;
        let start = page.form(START).with(&[("threshold", "2")]);
        let withdraw = page.attributes("td form[action$='/withdraw']", "action").remove(0);
        let withdrawal = page.form(&withdraw);
        let new_key = || uuid::Uuid::new_v4().to_string();
        hall.secretary.sends(START, &start).await.is(200);
        hall.secretary.sends(&withdraw, &withdrawal).await.is(422).says("请先作废本次制作");
        for maker in &mut hall.makers {
            maker.joins().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.deals().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        let again = withdrawal.with(&[("key", &new_key())]);
        hall.secretary.sends(&withdraw, &again).await.is(422).says("密钥已经做成，监票人不能再变动");
        hall.secretary.sends(START, &start.with(&[("key", &new_key())])).await.is(422).says("不能再做一次");
        hall.voids("反悔").await.is(422).says("不用作废");
        let page = hall.list().await;
        assert!(page.attributes("form", "action").iter().all(|action| !action.starts_with(LIST)), "no button is left");
    }

    async fn an_expired_form_keeps_what_was_typed(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.secretary.visits(VOID).await;
        let page = hall.secretary.submits(VOID, &[("reason", "吴晓燕退席"), ("csrf", "old")]).await;
        page.is(422);
        assert!(page.html.contains("吴晓燕退席"));
        hall.list().await.says("第 1 次制作密钥正在进行");
    }
}
