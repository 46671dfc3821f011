//! Who rates a project at its site, and who puts the sign up.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use super::{Page, Visitor, people::FilledForm, tracking::Year};

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
