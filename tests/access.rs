//! Who gets what at every address: the whole table, on both databases.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use piaojue::accounts::Role;

use crate::support::{Page, TestApp, Visitor, routes};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Everybody,
    Only(Role),
}
use Who::{Everybody, Only};

/// No such method at this address.
const NONE: u16 = 0;

/// Address as in src/routes.rs, who may, and what they get: by GET, and by a POST that brings no form.
/// (422: a form without its tokens; 400: fields are missing.) Everybody else finds nothing (404), or is asked to
/// sign in (303). An address with a name in braces is asked for with the value of `World::names`.
const TABLE: &[(&str, Who, u16, u16)] = &[
    ("/static/{path:.*}", Everybody, 200, NONE),
    ("/sign-in", Everybody, 200, 422),
    ("/sign-out", Everybody, NONE, 422),
    ("/demo", Everybody, 404, NONE),
];

/// Groups with a guard in src/routes.rs: whatever is asked for below them, whoever is not of that role learns nothing.
const GROUPS: &[(&str, Role)] =
    &[("/deputy", Role::Deputy), ("/secretariat", Role::Secretariat), ("/scrutineer", Role::Scrutineer)];

/// Everybody who may ask, and what the addresses speak of.
struct World {
    people: Vec<(Option<Role>, Visitor)>,
    /// What stands for a name in braces.
    names: BTreeMap<&'static str, String>,
}

impl World {
    async fn new(app: &TestApp) -> Self {
        let mut people = vec![(None, app.visitor())];
        for role in Role::ALL {
            people.push((Some(*role), app.signed_in(*role).await));
        }
        let names = BTreeMap::from([("path", "css/piaojue.css".to_owned())]);
        Self { people, names }
    }

    /// `/results/{year}` → `/results/2024`; a name that the world does not know is somebody else's.
    fn address(&self, path: &str) -> String {
        let mut address = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            let name = name.split(':').next().unwrap();
            let unknown = || uuid::Uuid::new_v4().to_string();
            address += before;
            address += &self.names.get(name).cloned().unwrap_or_else(unknown);
            rest = after;
        }
        address + rest
    }
}

/// What may come back.
#[derive(PartialEq, Eq)]
enum Expected {
    Status(u16),
    /// No such address, or no such method: which of the two does not matter.
    Nothing,
    SignIn,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Nothing => f.write_str("404 or 405"),
            Self::SignIn => f.write_str("303 to /sign-in"),
        }
    }
}

impl Expected {
    fn of(who: Who, role: Option<Role>, status: u16) -> Self {
        match (who, role) {
            (Only(_), None) => Self::SignIn,
            (Only(wanted), Some(role)) if wanted != role => Self::Status(404),
            _ if status == NONE => Self::Nothing,
            _ => Self::Status(status),
        }
    }

    fn is(&self, page: &Page) -> bool {
        match self {
            Self::Status(status) => page.status == *status,
            Self::Nothing => page.status == 404 || page.status == 405,
            Self::SignIn => page.status == 303 && page.leads_to().is_some_and(|to| to.starts_with("/sign-in?next=/")),
        }
    }
}

async fn ask(world: &World, method: &str, path: &str, who: Who, status: u16, wrong: &mut Vec<String>) {
    let address = world.address(path);
    for (role, person) in &world.people {
        let expected = Expected::of(who, *role, status);
        let page = person.asks(method, &address, &[]).await;
        let asker = role.map_or("anonymous", |role| role.word());
        if !expected.is(&page) {
            wrong.push(format!("{method} {path} as {asker}: {} instead of {expected}", page.status));
        }
        if page.header("content-security-policy").is_none() || page.header("x-content-type-options").is_none() {
            wrong.push(format!("{method} {path} as {asker}: {} without the security headers", page.status));
        }
        if matches!(who, Only(_)) && page.header("cache-control") != Some("no-store") {
            wrong.push(format!("{method} {path} as {asker}: {} may be stored", page.status));
        }
    }
}

on_both_databases! {
    async fn everybody_gets_what_the_table_says(app: TestApp) {
        let world = World::new(&app).await;
        let mut wrong = Vec::new();
        for (path, who, get, post) in TABLE {
            ask(&world, "GET", path, *who, *get, &mut wrong).await;
            ask(&world, "POST", path, *who, *post, &mut wrong).await;
            for method in ["PUT", "DELETE", "PATCH"] {
                ask(&world, method, path, *who, NONE, &mut wrong).await;
            }
        }
        for (group, role) in GROUPS {
            for path in [format!("{group}/no-such-page"), format!("{group}/no/such/page")] {
                for method in ["GET", "POST", "DELETE"] {
                    ask(&world, method, &path, Only(*role), NONE, &mut wrong).await;
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn the_table_lists_every_route_and_no_other() {
    let routes: BTreeSet<(String, String)> =
        routes::routes().into_iter().map(|route| (route.path, route.method)).collect();
    let mut listed = BTreeSet::new();
    for (path, _, get, post) in TABLE {
        for (method, status) in [("GET", get), ("POST", post)] {
            if *status != NONE {
                listed.insert(((*path).to_owned(), method.to_owned()));
            }
        }
    }
    let only_in = |a: &BTreeSet<_>, b: &BTreeSet<_>| {
        a.difference(b).map(|(path, method): &(String, String)| format!("{method} {path}")).collect::<Vec<_>>()
    };
    assert_eq!(only_in(&routes, &listed), Vec::<String>::new(), "routes that TABLE in tests/access.rs does not list");
    assert_eq!(only_in(&listed, &routes), Vec::<String>::new(), "listed in tests/access.rs, but no route");
}

#[test]
fn an_address_below_a_guarded_group_is_only_for_its_role() {
    for (path, who, ..) in TABLE {
        let group = GROUPS.iter().find(|(group, _)| path.starts_with(&format!("{group}/")) || path == group);
        let expected = group.map_or(Everybody, |(_, role)| Only(*role));
        assert!(*who == expected, "{path} is listed for others than its group");
    }
}
