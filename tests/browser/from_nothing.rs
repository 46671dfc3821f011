//! A secretary with nothing but the pages: from an empty folder to the notice, clicking.

use fantoccini::Locator;
use jiff::SignedDuration;
use piaojue::accounts::{OneTimeCode, Role};
use verifiable_ballots::Seed;

use super::{
    Browser, Size,
    ceremony::{begins, confirms_the_copy},
    whole_vote::{signs_in, signs_out},
};
use crate::support::{
    PASSWORD, TestApp,
    session::{Deputy, Hall, SECOND, Scrutineer, Secretariat},
};

const SCRUTINEERS: [(&str, &str); 3] = [("JP-1", "陈志强"), ("JP-2", "李建国"), ("JP-3", "吴晓燕")];
const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// As an office keeps it: a title, a sum, a signature.
const ROLL: &str = "杭州市上城区第一届人民代表大会代表名册,,,,\r\n代表证号,姓名,代表团,手机号,备注\r\n\
    SC0001,周嘉诚,清波代表团,,\r\nSC0002,王月华,清波代表团,,\r\n小计,2人,,,\r\n\
    SC0003,买买提·吐尔逊,望江代表团,,\r\nSC0004,葛明,望江代表团,,\r\n制表：张三,,,,\r\n";

/// One row a project, in an office's own headings.
const LIST: &str = "序号,项目名称,主要内容,投资,牵头单位,完成时限\r\n\
    1,既有住宅加装电梯,加装电梯100台,6000万元,区住房和城市建设局,2024年11月\r\n\
    2,新建社区食堂,新建社区食堂12家,800万元,区民政局,2024年10月\r\n\
    3,新建绿道,新建改建绿道12.5公里,2500万元,区园林绿化发展中心,2024年12月\r\n\
    4,口袋公园,新建口袋公园6个,1200万元,区园林绿化发展中心,2024年12月\r\n";

async fn looks(browser: &Browser, name: &str) {
    browser.is_accessible().await;
    browser.fits_its_width().await;
    browser.whole_page(name).await;
}

async fn brings(browser: &Browser, name: &str, content: &str) {
    let path = browser.folder.join(name);
    std::fs::write(&path, content).unwrap();
    browser.chooses_file("#file", &path).await;
}

/// What is listed as no row is looked at and agreed to.
async fn agrees_if_asked(browser: &Browser) {
    if browser.raw().find(Locator::Css("#seen")).await.is_ok() {
        browser.clicks_css("#seen").await;
    }
}

/// An account that one asks for and the colleague confirms; the password in two halves, changed at the first sign-in. What the
/// telephone shows from then on.
async fn is_made(
    app: &TestApp,
    desk: &Browser,
    colleague: &Browser,
    scrutineer: &Browser,
    (login, name): (&str, &str),
) -> OneTimeCode {
    desk.visits("/secretariat/accounts").await;
    desk.clicks_css("#role option[value=scrutineer]").await;
    desk.types("姓名", name).await;
    desk.types("登录名", login).await;
    desk.presses_the_button("提出新建").await;
    desk.sees("请另一名秘书处人员用自己的账号登录").await;
    let first = desk.reads("section[aria-labelledby=asked] code.groups").await;
    colleague.visits("/secretariat/accounts").await;
    colleague.presses_the_button("确认新建").await;
    colleague.sees("后半密码只显示这一次").await;
    let second = colleague.reads(".login-cards code.groups").await;
    scrutineer.visits("/sign-in").await;
    let password: String = format!("{first}-{second}").split_whitespace().collect();
    signs_in(scrutineer, login, &password).await;
    scrutineer.is_at("/password").await;
    scrutineer.types("现在的密码", &password).await;
    scrutineer.types("新密码", PASSWORD).await;
    scrutineer.types("再输一次新密码", PASSWORD).await;
    scrutineer.presses_the_button("修改密码").await;
    scrutineer.sees("密码已修改").await;
    scrutineer.is_at("/second-factor").await;
    looks(scrutineer, "second-factor").await;
    let secret = scrutineer.reads(".in-groups").await.split_whitespace().collect::<String>();
    let codes = OneTimeCode::of(&secret).unwrap();
    scrutineer.types("应用显示的六位数字", &codes.code(app.now())).await;
    scrutineer.presses_the_button("完成设置").await;
    scrutineer.sees("恢复码只显示这一次").await;
    looks(scrutineer, "recovery-codes").await;
    scrutineer.clicks("已抄下，继续").await;
    codes
}

/// Sign-in name and password of every card on the sheet.
async fn cards(desk: &Browser) -> Vec<(String, String)> {
    let script = "return [...document.querySelectorAll('.login-cards li')].map((card) =>
        [...card.querySelectorAll('code')].map((code) => code.textContent.replace(/\\s/g, '')));";
    let read: Vec<Vec<String>> = serde_json::from_value(desk.evaluates(script).await).unwrap();
    read.into_iter().map(|card| (card[0].clone(), card[1].clone())).collect()
}

async fn with_the_seed(scrutineer: &Browser, seed: &str, link: &str, button: &str, done: &str) {
    scrutineer.visits("/scrutineer").await;
    scrutineer.clicks(link).await;
    scrutineer.types("您的密钥", seed).await;
    scrutineer.presses_the_button(button).await;
    scrutineer.sees(done).await;
}

/// 开箱, with the code of the next half-minute: the one of this may be used up.
async fn opens_the_box(scrutineer: &Browser, app: &TestApp, seed: &str, codes: &OneTimeCode) {
    scrutineer.visits("/scrutineer").await;
    scrutineer.clicks("去开箱").await;
    scrutineer.types("您的密钥", seed).await;
    let next = (app.now().timestamp() + SignedDuration::from_secs(30)).into();
    scrutineer.types("一次性验证码", &codes.code(next)).await;
    scrutineer.confirms("开箱", PASSWORD).await;
    scrutineer.sees("您的一份已交出").await;
}

async fn by_two(desk: &Browser, colleague: &Browser, button: &str, done: &str) {
    desk.visits("/secretariat").await;
    desk.confirms(button, PASSWORD).await;
    desk.sees("等候第二人确认").await;
    colleague.visits("/secretariat").await;
    colleague.confirms(&format!("确认{button}"), PASSWORD).await;
    colleague.sees(done).await;
    desk.visits("/secretariat").await;
}

in_a_browser! {
    async fn a_secretary_from_an_empty_folder_to_the_notice(app: TestApp) {
        // The operator has made two accounts, as the README says; there is nothing else.
        let secretariat = Secretariat::new(&app);
        app.has_account(Role::Secretariat, SECOND);
        let desk = Browser::open(&app, "from-nothing", Size::Desktop).await;
        desk.visits("/sign-in").await;
        signs_in(&desk, "MISHU", PASSWORD).await;
        let colleague = Browser::open(&app, "from-nothing-colleague", Size::Desktop).await;
        colleague.visits("/sign-in").await;
        signs_in(&colleague, SECOND, PASSWORD).await;
        desk.visits("/secretariat").await;
        desk.sees("还没有会议").await;
        looks(&desk, "nothing").await;

        desk.types("会议名称", "第三次会议").await;
        desk.types("表决的全体会议", "第二次全体会议").await;
        desk.types("表决日期", "2024-02-03").await;
        desk.types("地点 可不填", "区会议中心").await;
        desk.types("应选项数 可不填", "2").await;
        desk.presses_the_button("新建会议").await;
        desk.sees("会议已新建").await;
        looks(&desk, "sessions").await;
        desk.visits("/secretariat").await;
        desk.sees("红色方块标出的各项办好后").await;
        looks(&desk, "desk-new").await;

        desk.visits("/secretariat/roll").await;
        looks(&desk, "roll-empty").await;
        desk.clicks("导入名册").await;
        looks(&desk, "roll-upload").await;
        brings(&desk, "名册.csv", ROLL).await;
        desk.presses_the_button("查看预览").await;
        desk.sees("制表：张三").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("roll-preview", true).await;
        agrees_if_asked(&desk).await;
        desk.presses_the_button("导入 4 人").await;
        desk.sees("名册已导入").await;
        looks(&desk, "roll").await;

        desk.visits("/secretariat/candidates").await;
        looks(&desk, "candidates-upload").await;
        brings(&desk, "候选项目.csv", LIST).await;
        desk.presses_the_button("查看预览").await;
        desk.sees("既有住宅加装电梯").await;
        looks(&desk, "candidates-preview").await;
        agrees_if_asked(&desk).await;
        desk.presses_the_button("导入 4 件候选项目").await;
        desk.sees("4").await;
        looks(&desk, "candidates").await;

        desk.visits("/secretariat/review").await;
        desk.types("审议机关", "区人大常委会").await;
        desk.types("会议", "第十六次会议").await;
        desk.types("日期", "2024-01-18").await;
        desk.types("文号", "上人大常〔2024〕3号").await;
        looks(&desk, "prior-review").await;
        desk.presses_the_button("保存").await;
        desk.sees("已登记常委会审议").await;

        desk.visits("/secretariat/method").await;
        looks(&desk, "method").await;
        desk.presses_the_button("登记大会已通过").await;
        desk.sees("已登记大会通过票决办法").await;
        looks(&desk, "method-adopted").await;
        desk.visits("/secretariat/method/articles").await;
        looks(&desk, "articles").await;

        let (mut browsers, mut telephones) = (Vec::new(), Vec::new());
        for (place, person) in SCRUTINEERS.into_iter().enumerate() {
            let browser = Browser::open(&app, &format!("from-nothing-key-{}", place + 1), Size::Desktop).await;
            telephones.push(is_made(&app, &desk, &colleague, &browser, person).await);
            if place == 0 {
                looks(&colleague, "second-half").await;
                desk.visits("/secretariat/accounts").await;
                looks(&desk, "accounts").await;
            }
            desk.visits("/secretariat/scrutineers").await;
            desk.clicks(person.1).await;
            if place == 0 {
                desk.clicks("任总监票人").await;
            }
            desk.presses_the_button("登记").await;
            desk.sees(person.1).await;
            browsers.push(browser);
        }
        looks(&desk, "appointed").await;
        desk.presses_the_button("开始制作密钥").await;
        desk.sees("第 1 次制作密钥正在进行").await;
        let mut seeds = Vec::new();
        for browser in &browsers {
            browser.visits("/scrutineer/key").await;
            seeds.push(begins(browser).await);
        }
        for (browser, seed) in browsers.iter().zip(&seeds) {
            browser.sees("三步都已完成，密钥已经做成").await;
            confirms_the_copy(browser, seed).await;
        }
        desk.sees("每位监票人都已确认抄存").await;

        desk.visits("/secretariat/roll/cards").await;
        looks(&desk, "cards").await;
        desk.clicks("全体代表").await;
        desk.presses_the_button("生成并显示").await;
        desk.sees("周嘉诚").await;
        looks(&desk, "card-sheet").await;
        let card = cards(&desk).await.remove(0);
        desk.visits("/secretariat/words").await;
        looks(&desk, "words").await;

        // One deputy comes with the card; three are checked in at the desk.
        desk.visits("/secretariat/attendance").await;
        desk.presses_the_button("开启自行签到").await;
        let deputy = Browser::open(&app, "from-nothing-deputy", Size::Desktop).await;
        deputy.visits("/sign-in").await;
        signs_in(&deputy, &card.0, &card.1).await;
        deputy.types("会场签到码", &app.hall_code()).await;
        deputy.presses_the_button("签到").await;
        deputy.sees("请等候领票").await;
        for scanned in ["SC0002", "买买提吐尔逊", "葛明"] {
            desk.visits("/secretariat/attendance").await;
            desk.types("签到台签到", scanned).await;
            desk.presses_the_button("签到").await;
        }
        desk.sees("葛明").await;
        looks(&desk, "attendance").await;
        desk.visits("/secretariat/attendance/sheet").await;
        looks(&desk, "attendance-sheet").await;

        desk.visits("/secretariat").await;
        looks(&desk, "before-issuing").await;
        desk.presses_the_button("开始发票").await;
        desk.sees("已开始发票").await;
        deputy.presses_the_button("领取选票").await;
        deputy.sees("选票码已存在这台设备里").await;
        let mut hall = Hall {
            app: app.clone(),
            deputies: app.roll().into_iter().map(|deputy| Deputy::new(&app, deputy)).collect(),
            scrutineers: SCRUTINEERS
                .iter()
                .zip(&seeds)
                .map(|((login, _), seed)| Scrutineer::new(&app, login, seed.parse::<Seed>().unwrap()))
                .collect(),
            secretariat,
        };
        for other in &mut hall.deputies[1..] {
            other.is_given_a_ballot();
        }
        for (browser, seed) in browsers.iter().zip(&seeds).take(2) {
            with_the_seed(browser, seed, "核对并签署选票设置", "核对并签署", "签署").await;
        }
        desk.visits("/secretariat").await;
        looks(&desk, "before-opening").await;
        by_two(&desk, &colleague, "开始投票", "投票已开始").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.picture_for_docs("desk", true).await;

        deputy.visits("/deputy").await;
        deputy.clicks("进入选票").await;
        deputy.sees("已标 0 / 4").await;
        for (row, mark) in [(1, 0), (2, 0), (3, 1), (4, 2)] {
            deputy.marks(row, mark).await;
        }
        deputy.clicks("查看并投票").await;
        looks(&deputy, "review").await;
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("已投票").await;
        deputy.close().await;
        for (other, choice) in hall.deputies.iter().zip(CHOICES).skip(1) {
            other.casts(choice).await.receipt();
        }
        by_two(&desk, &colleague, "封箱", "票箱已封").await;
        for ((browser, seed), codes) in browsers.iter().zip(&seeds).zip(&telephones).take(2) {
            opens_the_box(browser, &app, seed, codes).await;
        }

        desk.visits("/secretariat").await;
        desk.clicks("查看结果").await;
        looks(&desk, "count").await;
        desk.presses_the_button("出具计票报告单").await;
        desk.sees("计票报告单已出具").await;
        for (browser, seed) in browsers.iter().zip(&seeds) {
            with_the_seed(browser, seed, "核对并签署", "签署", "您已签署").await;
        }
        desk.visits("/secretariat").await;
        desk.confirms("核验确认", PASSWORD).await;
        desk.sees("通过的项目已经立项").await;
        desk.types("公告编号", "1").await;
        desk.presses_the_button("预览公告").await;
        desk.sees("现予公告：").await;
        looks(&desk, "notice-preview").await;
        desk.confirms("发布公告", PASSWORD).await;
        desk.sees("结果已公告").await;
        looks(&desk, "announced").await;
        signs_out(&desk).await;
        desk.visits("/results/2024/notice").await;
        for said in ["现予公告：", "既有住宅加装电梯", "新建社区食堂"] {
            desk.sees(said).await;
        }
        looks(&desk, "notice").await;
        for browser in browsers.into_iter().chain([desk, colleague]) {
            browser.close().await;
        }
        assert_eq!(app.projects().len(), 2);
    }
}
