//! What many stories begin with is brought about once for all but the first of them: each gets a copy of the database as it
//! then stood, and the people who brought it about, with devices of their own.

use std::{
    any::Any,
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, LazyLock, Mutex, OnceLock},
};

use jiff::Timestamp;

use super::{Engine, TestApp, Visitor, database::Template};

/// People who can go on in a copy of what they have done.
pub trait People: Clone + Send + Sync + 'static {
    /// From now on they act in that program.
    fn belong_to(&mut self, app: &TestApp);
    fn devices(&mut self) -> Vec<&mut Visitor>;

    /// They go on, still signed in, in a program where all that they did has been done.
    fn goes_on(mut self, app: &TestApp) -> Self {
        self.belong_to(app);
        for device in self.devices() {
            device.moves_to(&app.origin);
        }
        self
    }
}

struct Stage {
    database: Template,
    /// When it was reached: stories go on from there.
    moment: Timestamp,
    people: Box<dyn Any + Send + Sync>,
}

/// A stage that was asked for before, reached or about to be.
type Reached = Arc<OnceLock<Stage>>;

/// Stages that a story has asked for, by engine and name; nothing where it was only one.
type Known = HashMap<(Engine, String), Option<Reached>>;

impl TestApp {
    /// The people of a stage, which `acts` bring about: in this program if it has begun already or nobody asked for the stage
    /// before, else once a run in another, of which this becomes a copy. The name says everything that the acts depend on.
    pub async fn reaches<P: People>(&self, name: String, acts: impl AsyncFnOnce(TestApp) -> P + Send + 'static) -> P {
        match self.known_stage(name) {
            Some(reached) => self.goes_on_from(&reached, acts),
            None => acts(self.clone()).await,
        }
    }

    /// The same for acts that need no browser.
    pub fn reaches_at_once<P: People>(&self, name: String, acts: impl FnOnce(&TestApp) -> P + Send + 'static) -> P {
        match self.known_stage(name) {
            Some(reached) => self.goes_on_from(&reached, async move |app: TestApp| acts(&app)),
            None => acts(self),
        }
    }

    /// A copy that only one story needs would cost more than it saves.
    fn known_stage(&self, name: String) -> Option<Reached> {
        static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
        if self.has_begun() {
            return None;
        }
        match KNOWN.lock().unwrap().entry((self.engine(), name)) {
            Entry::Vacant(entry) => {
                entry.insert(None);
                None
            }
            Entry::Occupied(mut entry) => Some(entry.get_mut().get_or_insert_default().clone()),
        }
    }

    fn goes_on_from<P: People>(&self, reached: &Reached, acts: impl AsyncFnOnce(TestApp) -> P + Send + 'static) -> P {
        let engine = self.engine();
        let stage = reached.get_or_init(|| {
            // The runtime of the story that asks cannot wait for itself.
            std::thread::spawn(move || Stage::brought_about(engine, acts)).join().unwrap()
        });
        self.begins_as(&stage.database, stage.moment);
        let people: &P = stage.people.downcast_ref().expect("a stage of that name has other people");
        people.clone().goes_on(self)
    }
}

impl Stage {
    fn brought_about<P: People>(engine: Engine, acts: impl AsyncFnOnce(TestApp) -> P) -> Self {
        actix_web::rt::System::new().block_on(async move {
            let app = TestApp::of_a_story(engine);
            let mut people = acts(app.clone()).await;
            people.belong_to(&TestApp::of_a_story(engine));
            let moment = app.now().timestamp();
            app.stop().await;
            Self { database: app.database().becomes_template(app.db()), moment, people: Box::new(people) }
        })
    }
}
