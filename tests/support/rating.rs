//! Who rates a project at its site, and who puts the sign up.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use piaojue::{accounts::Role, ids::RoundId};

use super::{
    PASSWORD, Page, Visitor,
    people::FilledForm,
    session::{Hall, RATING_DESK, Secretariat},
    tracking::Year,
};

impl Year {
    pub async fn rating_is_open(&mut self, from: &str, to: &str) -> Page {
        self.secretary.visits("/secretariat/ratings").await.is(200);
        self.secretary.submits("/secretariat/ratings/periods/2024", &[("opens_on", from), ("closes_on", to)]).await
    }

    /// A new sign goes up; the address behind its code.
    pub async fn a_sign_goes_up(&mut self) -> String {
        let path = format!("/secretariat/ratings/signs/{}", self.project);
        self.secretary.visits(&path).await.is(200);
        let page = self.secretary.submits(&path, &[]).await;
        page.is(200).says("标牌已制作");
        let address = page.texts(".site-sign .address").remove(0);
        let path = address.strip_prefix(&self.app.origin).expect("the sign leads to this very program");
        assert_eq!(page.texts(".site-sign svg.qr title").len(), 1);
        path.to_owned()
    }

    /// Somebody with a phone, on a network of their own.
    pub fn resident(&self, address: &str) -> Visitor {
        Visitor::behind(&self.app.origin, address)
    }
}

impl Hall {
    /// Announced projects of 2024 are on the paper; everybody has checked in again and holds a ballot.
    pub async fn a_rating_begins(&mut self) {
        let browser = self.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200);
        browser.submits("/secretariat/ratings/sitting", &[]).await.is(200).says("签到已清空");
        browser.submits(RATING_DESK, &[]).await.is(200).says("已开始发票");
        self.everybody_checks_in();
        self.everybody_takes_a_ballot();
    }

    /// From the open box to the certificate that waits for signatures; marks as 满, 基, 不, 弃.
    pub async fn rates_up_to_the_certificate(&mut self, marks: &[&str]) {
        self.secretariat.opens().await.is(200);
        self.casts(marks).await;
        self.secretariat.closes().await.is(200);
        for scrutineer in &mut self.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        self.secretariat.draws_up_the_rating().await.is(200).says("报告单已出具");
    }

    /// From the open box to the announced verdicts.
    pub async fn rates(&mut self, marks: &[&str]) {
        self.rates_up_to_the_certificate(marks).await;
        for scrutineer in &mut self.scrutineers {
            scrutineer.signs().await.is(200);
        }
        self.secretariat.certifies_the_rating().await.is(200).says("已核验签署");
        self.secretariat.announces_the_rating().await.is(200).says("测评结果已公布");
        self.app.hears_of_what_is_public();
    }
}

impl Secretariat {
    pub async fn draws_up_the_rating(&mut self) -> Page {
        let action = format!("/secretariat/ratings/rounds/{}/certificate", self.round());
        self.presses(&action, &[]).await
    }

    pub async fn certifies_the_rating(&mut self) -> Page {
        let mut colleague = self.app().signed_in(Role::Secretariat).await;
        colleague.visits(RATING_DESK).await;
        colleague.submits(&self.to_certify(), &[("password", PASSWORD)]).await
    }

    /// Though the desk shows no form for it yet.
    pub async fn certifies_the_rating_early(&mut self) -> Page {
        let mut colleague = self.app().signed_in(Role::Secretariat).await;
        colleague.visits(RATING_DESK).await;
        let form = colleague.page().form("/sign-out").with(&[("password", PASSWORD)]);
        colleague.sends(&self.to_certify(), &form).await
    }

    fn to_certify(&self) -> String {
        format!("/secretariat/documents/{}/certify", self.app().certificate().id)
    }

    pub async fn announces_the_rating(&mut self) -> Page {
        let action = format!("/secretariat/documents/{}/announce", self.app().certificate().id);
        self.presses(&action, &[]).await
    }

    fn round(&self) -> RoundId {
        self.app().round().id
    }
}

impl Visitor {
    pub async fn rates(&mut self, sign: &str, mark: &str, remark: &str) -> Page {
        self.visits(sign).await.is(200);
        self.submits(sign, &[("mark", mark), ("remark", remark)]).await
    }

    /// The form as it is sent, to be sent once more.
    pub async fn fills_in(&mut self, sign: &str, mark: &str) -> FilledForm {
        self.visits(sign).await.is(200).form(sign).with(&[("mark", mark)])
    }
}
