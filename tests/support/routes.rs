//! Every address the program knows, read from src/routes.rs.

use std::collections::HashMap;

use syn::{Expr, ExprMethodCall, ItemFn, Lit};

/// One address and how it may be asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// As declared: `/results/{year}`.
    pub path: String,
    /// `GET`, `POST`, … or `ANY`.
    pub method: String,
}

/// The routes of the program, sorted.
pub fn routes() -> Vec<Route> {
    let text = std::fs::read_to_string(super::sources::root().join("src/routes.rs")).unwrap();
    let mut found = read(&text);
    found.sort();
    assert!(!found.is_empty(), "no route was read from src/routes.rs");
    found
}

/// Reads what `all` and the functions it configures declare by `route`, `service`, `scope` and `resource`.
pub fn read(text: &str) -> Vec<Route> {
    let file = syn::parse_file(text).unwrap();
    let functions: HashMap<String, ItemFn> = file
        .items
        .into_iter()
        .filter_map(|item| match item {
            syn::Item::Fn(function) => Some((function.sig.ident.to_string(), function)),
            _ => None,
        })
        .collect();
    let mut reader = Reader { functions, found: Vec::new() };
    reader.function("all", "");
    reader.found
}

struct Reader {
    functions: HashMap<String, ItemFn>,
    found: Vec<Route>,
}

impl Reader {
    fn function(&mut self, name: &str, prefix: &str) {
        let Some(function) = self.functions.get(name).cloned() else {
            panic!("routes.rs configures {name}, which is not a function of that file")
        };
        for statement in &function.block.stmts {
            match statement {
                syn::Stmt::Expr(expr, _) => self.declaration(expr, prefix),
                syn::Stmt::Local(local) if local.init.is_some() => {
                    self.declaration(&local.init.as_ref().unwrap().expr, prefix);
                }
                _ => {}
            }
        }
    }

    /// A chain of calls that begins at a configuration, a `scope(…)` or a `resource(…)`.
    fn declaration(&mut self, expr: &Expr, prefix: &str) {
        let (base, calls) = chain(expr);
        let (kind, path) = match base {
            Expr::Call(call) => (last_name(&call.func), call.args.first().and_then(text_of).unwrap_or_default()),
            _ => (String::new(), String::new()),
        };
        let here = format!("{prefix}{path}");
        for call in calls {
            let args: Vec<&Expr> = call.args.iter().collect();
            match (call.method.to_string().as_str(), args.as_slice()) {
                ("service", [service]) => self.declaration(service, &here),
                ("configure", [function]) => self.function(&last_name(function), &here),
                ("route", [path, route]) => {
                    let path = text_of(path).expect("a route's path is written out");
                    self.route(&format!("{here}{path}"), route);
                }
                ("route", [route]) => self.route(&here, route),
                ("get" | "post" | "put" | "delete" | "patch", [_]) if kind == "resource" => {
                    self.add(&here, &call.method.to_string().to_uppercase());
                }
                ("to", [_]) if kind == "resource" => self.add(&here, "ANY"),
                _ => {}
            }
        }
    }

    /// `get().to(handler)`
    fn route(&mut self, path: &str, expr: &Expr) {
        let (Expr::Call(call), _) = chain(expr) else { panic!("the route at {path} is not read as one") };
        let method = match last_name(&call.func).as_str() {
            "route" => "ANY".to_owned(),
            method => method.to_uppercase(),
        };
        self.add(path, &method);
    }

    fn add(&mut self, path: &str, method: &str) {
        self.found.push(Route { path: path.to_owned(), method: method.to_owned() });
    }
}

/// What a chain of method calls begins with, and its calls in order.
fn chain(expr: &Expr) -> (&Expr, Vec<&ExprMethodCall>) {
    let (mut base, mut calls) = (expr, Vec::new());
    while let Expr::MethodCall(call) = base {
        calls.push(call);
        base = &call.receiver;
    }
    calls.reverse();
    (base, calls)
}

fn last_name(expr: &Expr) -> String {
    match expr {
        Expr::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn text_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

impl Route {
    /// Whether a written address such as `/results/2024?lang=en` is of this shape.
    pub fn fits(&self, address: &str) -> bool {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let (mut shape, mut parts) = (self.path.split('/'), address.split('/'));
        loop {
            match (shape.next(), parts.next()) {
                (None, None) => return true,
                (Some(wanted), Some(part)) if wanted.contains(":.*}") => return !part.is_empty(),
                (Some(wanted), Some(part)) => {
                    if !part_fits(wanted, part) {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }
}

/// `{id}` fits anything, `{n}.csv` whatever ends so.
fn part_fits(wanted: &str, part: &str) -> bool {
    match (wanted.split_once('{'), wanted.rsplit_once('}')) {
        (Some((before, _)), Some((_, after))) => {
            part.len() > before.len() + after.len() && part.starts_with(before) && part.ends_with(after)
        }
        _ => wanted == part,
    }
}

#[test]
fn the_reader_understands_every_way_of_declaring() {
    let text = r#"
        pub fn all(config: &mut ServiceConfig) { config.configure(public).configure(deputies); }
        fn public(config: &mut ServiceConfig) {
            config.route("/static/{path:.*}", get().to(asset_response)).service(resource("/x").get(a).post(b));
        }
        fn deputies(config: &mut ServiceConfig) {
            config.service(scope("/deputy").wrap(from_fn(only::<Deputy, _>))
                .route("", get().to(home))
                .service(resource("/rounds/{round}").wrap(no_store).route(get().to(show)).route(post().to(cast)))
                .configure(more));
        }
        fn more(config: &mut ServiceConfig) { config.route("/more.csv", web::get().to(more)); }
    "#;
    let found: Vec<String> = read(text).iter().map(|r| format!("{} {}", r.method, r.path)).collect();
    assert_eq!(
        found,
        [
            "GET /static/{path:.*}",
            "GET /x",
            "POST /x",
            "GET /deputy",
            "GET /deputy/rounds/{round}",
            "POST /deputy/rounds/{round}",
            "GET /deputy/more.csv",
        ]
    );
}

#[test]
fn an_address_fits_the_shape_of_its_route() {
    let route = |path: &str| Route { path: path.to_owned(), method: "GET".to_owned() };
    assert!(route("/results/{year}").fits("/results/2024?lang=en"));
    assert!(!route("/results/{year}").fits("/results/2024/verify"));
    assert!(!route("/results/{year}").fits("/results/"));
    assert!(route("/results/{year}.csv").fits("/results/2024.csv"));
    assert!(route("/static/{path:.*}").fits("/static/css/piaojue.css?v=1"));
    assert!(route("/").fits("/#main"));
}
