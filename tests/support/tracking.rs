//! The people of the year after the vote, and what they do.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use piaojue::{
    app::do_what_is_due,
    audit::Actor,
    deputies::{self, Which},
};

use super::{
    PASSWORD, Page, People, TestApp, Visitor,
    session::{FOUR, Hall},
};

pub const CHOICES: [&str; 4] = ["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"];
pub const HOUSING: &str = "区住房和城市建设局";

/// Two announced projects, a unit with somebody who reports for it, and the secretary.
#[derive(Clone)]
pub struct Year {
    pub app: TestApp,
    pub secretary: Visitor,
    pub engineer: Visitor,
    pub anybody: Visitor,
    /// The project that the unit leads.
    pub project: String,
}

impl People for Year {
    fn belong_to(&mut self, app: &TestApp) {
        self.app = app.clone();
    }

    fn devices(&mut self) -> Vec<&mut Visitor> {
        vec![&mut self.secretary, &mut self.engineer, &mut self.anybody]
    }
}

/// The year and who supervises the unit's project.
impl People for (Year, [Visitor; 2]) {
    fn belong_to(&mut self, app: &TestApp) {
        self.0.belong_to(app);
    }

    fn devices(&mut self) -> Vec<&mut Visitor> {
        let mut devices = self.0.devices();
        devices.extend(&mut self.1);
        devices
    }
}

impl Year {
    pub async fn begins(app: &TestApp) -> Self {
        app.reaches("the year begins".to_owned(), async |app: TestApp| Self::follows_the_vote(&app).await).await
    }

    /// The plan of the unit's project is published.
    pub async fn with_a_plan(app: &TestApp) -> Self {
        app.reaches("a plan is published".to_owned(), async |app: TestApp| {
            let mut year = Self::begins(&app).await;
            year.the_plan_is_published().await;
            year
        })
        .await
    }

    /// And a group of two supervisors is formed.
    pub async fn supervised(app: &TestApp) -> (Self, [Visitor; 2]) {
        app.reaches("a group is formed".to_owned(), async |app: TestApp| {
            let mut year = Self::with_a_plan(&app).await;
            let group = year.a_group_is_formed().await;
            (year, group)
        })
        .await
    }

    async fn follows_the_vote(app: &TestApp) -> Self {
        let mut hall = Hall::announced(app, FOUR, &CHOICES).await;
        let mut secretary = hall.secretariat.browser().await.clone();
        let project = app.projects()[0].id.to_string();
        let engineer = makes_department(app, &mut secretary, HOUSING, "ZHUJIAN1").await;
        secretary.visits(&format!("/secretariat/projects/{project}")).await.is(200);
        let units = secretary.page().attributes("select[name=unit] option", "value");
        let lead = format!("/secretariat/projects/{project}/lead");
        secretary.submits(&lead, &[("unit", &units[0])]).await.is(200).says("牵头单位已确定");
        Self { app: app.clone(), secretary, engineer, anybody: app.visitor(), project }
    }

    pub fn plan_path(&self) -> String {
        format!("/department/projects/{}/plan", self.project)
    }

    /// Every sub-item is to be done by the end of November.
    pub async fn the_unit_hands_in_a_plan(&mut self) -> Page {
        self.the_unit_hands_in_a_plan_at("").await
    }

    /// The first sub-item is done there.
    pub async fn the_unit_hands_in_a_plan_at(&mut self, address: &str) -> Page {
        let path = self.plan_path();
        self.engineer.visits(&path).await.is(200);
        let targets = self.engineer.page().attributes("input[name=target]", "value");
        let milestones: Vec<String> = targets.iter().map(|target| format!("2024-11-30 {target} 全部完成")).collect();
        let mut fields = vec![
            ("leader", "张副区长"),
            ("sources", "区级财政 2000\n上级补助 1500.5"),
            ("safeguards", "每周调度"),
            ("do", "hand-in"),
        ];
        fields.extend(milestones.iter().map(|line| ("milestones", line.as_str())));
        if !address.is_empty() {
            fields.push(("address", address));
            fields.extend(milestones.iter().skip(1).map(|_| ("address", "")));
        }
        self.engineer.submits(&path, &fields).await
    }

    pub async fn the_plan_is_published(&mut self) {
        self.the_plan_is_published_at("").await;
    }

    pub async fn the_plan_is_published_at(&mut self, address: &str) {
        self.the_unit_hands_in_a_plan_at(address).await.is(200).says("实施方案已提交");
        self.secretary.visits(&format!("/secretariat/projects/{}", self.project)).await.is(200);
        let action = self.action("/publish");
        self.secretary.submits(&action, &[]).await.is(200).says("实施方案已公布");
    }

    /// By the secretary's page; the initial password.
    pub async fn makes_supervisor(&mut self, login: &str, body: &str) -> String {
        self.secretary.visits("/secretariat/supervisors").await.is(200);
        let name = format!("监督员{login}");
        let fields = [("body", body), ("name", &name), ("login", login)];
        let made = self.secretary.submits("/secretariat/supervisors", &fields).await;
        made.is(200).says("只显示一次").texts("code.groups").remove(0)
    }

    /// Signed in with a password of their own.
    pub async fn supervisor(&mut self, login: &str, body: &str) -> Visitor {
        self.makes_supervisor(login, body).await;
        self.app.gives_the_known_password(login);
        signed_in(&self.app, login, PASSWORD).await
    }

    pub async fn joins(&mut self, project: &str, login: &str) {
        let (group, account) =
            (format!("/secretariat/projects/{project}/group"), self.app.person(login).id.to_string());
        self.secretary.visits(&group).await.is(200);
        self.secretary.submits(&group, &[("account", &account)]).await.is(200).says("督导组已调整");
    }

    /// Of the unit's project, by two supervisors.
    pub async fn a_group_is_formed(&mut self) -> [Visitor; 2] {
        let members = [self.supervisor("JIANDU1", "congress").await, self.supervisor("JIANDU2", "audit").await];
        let project = self.project.clone();
        for login in ["JIANDU1", "JIANDU2"] {
            self.joins(&project, login).await;
        }
        members
    }

    /// With a picture and two findings, checked by the secretary.
    pub async fn an_inspection_is_published(&mut self, mut member: Visitor) {
        let form = format!("/supervisor/projects/{}/inspection", self.project);
        member.visits(&form).await.is(200);
        let item = self.app.projects()[0].sub_items[0].id.to_string();
        let fields = [
            ("held_on", "2024-02-03"),
            ("place", "望江街道施工现场"),
            ("bodies", "congress"),
            ("bodies", "audit"),
            ("sub_items", &item),
            ("words", "察看现场，听取责任单位汇报，查阅台账"),
            ("findings", "材料堆放占用通道\n公示牌信息没有更新"),
        ];
        member.uploads(&form, &fields, ("photo", "现场.png", &photo(1_200, 900))).await.is(200).says("等待秘书处核对");
        self.secretary.visits("/secretariat/supervision").await.is(200);
        let link = self.secretary.page().attributes("ol.rows a", "href").remove(0);
        self.secretary.visits(&link).await.is(200);
        self.secretary.submits(&link, &[("do", "publish")]).await.is(200).says("视察记录已公布");
    }

    pub fn gives_a_card(&self, number: usize) {
        let (app, deputy) = (&self.app, self.app.roll()[number].id);
        let which = Which::One(deputy);
        deputies::issue_login_cards(
            app.db(),
            &mut crate::support::hashing_memory(),
            &Actor::operator(),
            app.now(),
            &app.session(),
            &which,
        )
        .unwrap();
    }

    /// By their place on the roll.
    pub async fn deputy(&self, number: usize) -> Visitor {
        self.gives_a_card(number);
        let login = self.app.roll()[number].certificate_no.clone();
        self.app.gives_the_known_password(&login);
        signed_in(&self.app, &login, PASSWORD).await
    }

    /// The form on the secretary's page whose address ends so.
    pub fn action(&self, end: &str) -> String {
        let actions = self.secretary.page().attributes("form", "action");
        actions.into_iter().find(|action| action.ends_with(end)).unwrap_or_else(|| panic!("no form for …{end}"))
    }

    pub fn report_path(&self, item: usize) -> String {
        format!("/department/sub-items/{}/report", self.app.projects()[0].sub_items[item].id)
    }

    pub async fn reports(&mut self, item: usize, as_of: &str, quantity: &str) -> Page {
        let path = self.report_path(item);
        self.engineer.visits(&path).await.is(200);
        let fields = [("as_of", as_of), ("quantity", quantity), ("words", "按计划推进"), ("do", "file")];
        self.engineer.submits(&path, &fields).await
    }

    pub async fn reports_with(&mut self, item: usize, as_of: &str, quantity: &str, file: (&str, &[u8])) -> Page {
        let path = self.report_path(item);
        self.engineer.visits(&path).await.is(200);
        let fields = [("as_of", as_of), ("quantity", quantity), ("words", "现场照片见附件"), ("do", "file")];
        self.engineer.uploads(&path, &fields, ("photo", file.0, file.1)).await
    }

    /// So much to date, for that sub-item.
    pub async fn pays(&mut self, item: usize, paid: &str) {
        let path = self.report_path(item);
        self.engineer.visits(&path).await.is(200);
        let fields =
            [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "按计划推进"), ("paid", paid), ("do", "file")];
        self.engineer.submits(&path, &fields).await.is(200).says("进展已报送");
    }

    pub async fn seen_by_all(&mut self) -> Page {
        self.app.hears_of_what_is_public();
        let path = format!("/projects/{}", self.project);
        self.anybody.visits(&path).await
    }

    /// Everybody goes on with the program where it runs now.
    pub async fn moves_to(&mut self, app: TestApp) {
        *self = self.clone().goes_on(&app);
    }

    /// Days go by, and the program does its duty on the morning after.
    pub async fn days_pass(&mut self, days: i64) {
        self.moves_to(self.app.restarts(SignedDuration::from_hours(24 * days)).await).await;
        let services = self.app.services.clone();
        do_what_is_due(&services).unwrap();
        // A sign-in ends overnight.
        self.engineer = signed_in(&self.app, "ZHUJIAN1", PASSWORD).await;
    }
}

pub async fn signed_in(app: &TestApp, login: &str, password: &str) -> Visitor {
    let mut person = app.visitor();
    person.signs_in(login, password, "").await.is(200);
    person
}

/// By the secretary's page; the password is then set to the one all tests know.
pub async fn makes_department(app: &TestApp, secretary: &mut Visitor, unit: &str, login: &str) -> Visitor {
    secretary.visits("/secretariat/units").await.is(200);
    secretary.submits("/secretariat/units", &[("name", unit)]).await.is(200).says(unit);
    let made =
        secretary.submits("/secretariat/units/accounts", &[("unit", unit), ("name", "王工"), ("login", login)]).await;
    let password = made.is(200).says("只显示一次").texts("code.groups").remove(0);
    let person = signed_in(app, login, &password).await;
    app.gives_the_known_password(login);
    let _ = person;
    signed_in(app, login, PASSWORD).await
}

pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let shade = |at: u32, of: u32| u8::try_from(120 + at * 100 / of).unwrap();
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([shade(x, width), shade(y, height), 200]));
    DynamicImage::ImageRgb8(image).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}
