//! What the stories ask the program and its database.

use piaojue::{
    audit::Actor,
    ballots::{self, Round},
    candidates::{self, SessionTexts},
    congress::{self, Session},
    db::{Conn, DbError},
    deputies,
    documents::{self, SignedDocument},
    ids::ScrutineerId,
    projects::{self, Project},
    scrutineers,
    tally::BoxFile,
};
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;
use verifiable_ballots::Election;

use super::{Answer, YEAR, session_file};
use crate::support::TestApp;

/// The box as it would be published, whole.
pub fn box_of(conn: &mut Conn, round: &Round) -> Result<Vec<u8>, DbError> {
    let file = BoxFile::of(conn, round)?;
    let mut bytes = Vec::new();
    for number in 0.. {
        let Some(part) = file.part(conn, number)? else { break };
        bytes.extend(part);
    }
    Ok(bytes)
}

/// Who has that place among the scrutineers, from 0.
pub fn scrutineer_id(app: &TestApp, place: usize) -> ScrutineerId {
    let session = app.session().id;
    app.reads(|conn| scrutineers::scrutineers(conn, session))[place].id
}

/// What the stories ask the database directly, of the only congress.
impl TestApp {
    /// A session with the first `candidates` of the fixtures and nothing else.
    pub fn has_session(&self, candidates: usize) -> Session {
        let (mut file, now, at_hand) = (session_file(candidates), self.now(), self.congress());
        let known = self.reads(congress::congresses);
        file.congress = known.into_iter().find(|known| known.id == at_hand).unwrap().name;
        let texts = SessionTexts::of_year(2024);
        self.db().write(|tx| candidates::import_session_file(tx, &Actor::operator(), now, &file, &texts)).unwrap();
        self.session()
    }

    /// What a running server does every second: looks whether another one changed what the public sees.
    pub fn hears_of_what_is_public(&self) {
        self.services.public.is_now(self.reads(congress::public_version));
    }

    /// Whoever works at the command line for the congress that the story is about.
    pub fn operator(&self) -> Actor {
        Actor::operator().acting_in(self.session().congress)
    }

    pub fn session(&self) -> Session {
        let congress = self.congress();
        self.reads(|conn| congress::current_session(conn, congress)).expect("the congress has no session")
    }

    pub fn round(&self) -> Round {
        let session = self.session().id;
        self.reads(|conn| ballots::round_at_hand(conn, session)).expect("the session has no round")
    }

    pub fn election(&self) -> Election {
        let round = self.round().id;
        self.reads(|conn| ballots::election_of(conn, round))
    }

    /// What the hall screen shows at this moment.
    pub fn hall_code(&self) -> String {
        let session = self.session();
        let seed = session.check_in_seed.as_ref().expect("nobody can check in by themselves");
        deputies::hall_code(&self.services.secret, session.id, seed, self.now())
    }

    pub fn ballots_in_the_box(&self) -> i64 {
        let round = self.round().id;
        self.reads(|conn| ballots::turnout(conn, round)).returned
    }

    pub fn ballots_issued(&self) -> i64 {
        let round = self.round().id;
        self.reads(|conn| ballots::issued_count(conn, round))
    }

    pub fn is_in_the_box(&self, tracker: &str) -> bool {
        let round = self.round().id;
        self.reads(|conn| ballots::has_tracker(conn, round, tracker))
    }

    pub fn rounds(&self) -> Vec<Round> {
        let session = self.session().id;
        self.reads(|conn| ballots::rounds_of_session(conn, session))
    }

    /// What anybody may download once the result is announced, laid into a folder: the archives under the numbers of
    /// their rounds (`1.bel`), caps, certificate.
    pub async fn published_files(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut names = vec![("caps.jsonl".to_owned(), "caps.jsonl".to_owned())];
        names.push(("certificate.json".to_owned(), "certificate.json".to_owned()));
        for round in self.rounds().iter().filter(|round| round.has_box()) {
            names.push((format!("{}.bel", round.election_uuid), format!("{}.bel", round.number)));
        }
        for (name, to) in names {
            let answer = reqwest::get(format!("{}/results/{YEAR}/files/{name}", self.origin)).await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{name}");
            std::fs::write(folder.path().join(to), answer.bytes().await.unwrap()).unwrap();
        }
        folder
    }

    /// The box as it is published once the result is announced.
    pub fn archive(&self) -> Vec<u8> {
        let round = self.round();
        self.reads(|conn| box_of(conn, &round))
    }

    /// Of the vote, or of the rating if that is the round at hand.
    pub fn certificate(&self) -> SignedDocument {
        let round = self.round().id;
        self.reads(|conn| documents::of_round(conn, round)).expect("no certificate is drawn up")
    }

    /// The newest corrigendum of the certificate.
    pub fn corrigendum(&self) -> SignedDocument {
        let id = self.certificate().id;
        self.reads(|conn| documents::about(conn, id)).pop().expect("no corrigendum is drawn up")
    }

    pub fn projects(&self) -> Vec<Project> {
        let session = self.session().id;
        self.reads(|conn| projects::projects(conn, session))
    }

    pub fn roll(&self) -> Vec<deputies::Deputy> {
        let session = self.session().id;
        self.reads(|conn| deputies::deputies(conn, session))
    }

    pub fn reads<T>(&self, query: impl FnMut(&mut Conn) -> Result<T, DbError>) -> T {
        self.db().read(query).unwrap()
    }

    /// Sends bytes as JSON, without any cookie, as a booth does.
    pub async fn is_sent(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = reqwest::Client::new().post(format!("{}{path}", self.origin));
        let answer = request.header(CONTENT_TYPE, "application/json").body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        Answer { status, json: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }
}
