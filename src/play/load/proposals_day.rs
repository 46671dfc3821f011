//! The day on which a call is in the news: many propose something, while programs send the form over and over.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::rt::{spawn, task::JoinHandle};
use futures_util::{StreamExt, stream};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep_until},
};

use super::{
    Day,
    hall::{Place, follows},
    latency::{Seen, by_the_clock},
    report::{Phase, Report},
};
use crate::{
    app,
    clock::{Clock, Stopwatch},
    config::Settings,
    db::DbError,
    guests::solve,
    play::{
        demo::setting,
        people::{Answered, Person},
        wishes::{self, Came, wish},
    },
    proposals::{self, Call},
};

/// Deputies of the congress; nobody of them does anything here.
const DEPUTIES: usize = 20;
/// Nobody types faster; whoever does is looked at first.
const TYPING: Duration = Duration::from_secs(3);
/// Programs of one flood, each from a network of its own.
const PROGRAMS: usize = 50;
/// What the programs have under way at once.
const MOST_OF_PROGRAMS: usize = 256;
/// Under way at once where everybody sends as fast as it goes.
const AT_ONCE: usize = 32;

/// Somebody with the page in front of them, and the work of it done.
struct Proposer {
    person: Person,
    fields: Vec<(String, String)>,
}

pub async fn day(settings: &Settings, folder: &Path, day: &Day) -> anyhow::Result<Report> {
    let (place, clock) = (Place::own(settings, folder)?, Clock::default());
    let setting = setting(place.db.clone(), place.secret.clone(), clock.now(), DEPUTIES)?;
    let call = setting.opens_a_call(clock.now())?;
    let (fields, places) = setting.db.read(|conn| {
        Ok::<_, DbError>((proposals::fields(conn, call.congress)?, proposals::places(conn, call.congress)?))
    })?;
    let came = Came { public: day.already, indexed: true };
    wishes::come(&setting.db, &call, &fields, &places, came, clock.now())?;
    follows(&place.base).await?;

    let within = Duration::from_secs(day.within).max(TYPING);
    let form = format!("/calls/{}/propose", call.number);
    let mut phases = Vec::new();
    let mut phase = |what: &str, within, seen: Seen| -> anyhow::Result<()> {
        phases.push(Phase { waiting: seen.waiting(what, within)?, server: place.cost() });
        Ok(())
    };

    let flood = Flood::begins(&place.base, &form, day.flood).await?;
    let people: Vec<usize> = (0..day.people).collect();
    let (seen, opened) = by_the_clock(within, people, |number| opens(place.base.clone(), form.clone(), number)).await?;
    phase("open the form", within, seen)?;
    let (seen, looked) =
        by_the_clock(within, opened.into_iter().flatten().collect(), |one| looks(form.clone(), one)).await?;
    phase("look at what everybody will see", within, seen)?;
    let (seen, sent) =
        by_the_clock(within, looked.into_iter().flatten().collect(), |one| sends(form.clone(), one)).await?;
    phase("send it", within, seen)?;
    let (flooded, taken) = flood.ends().await?;
    let lines = format!("programs, {} a second, of which {} waited and were taken once", day.flood, taken.len());
    phase(&lines, within * 3, flooded)?;
    let mut codes: Vec<String> = sent.into_iter().flatten().chain(taken).collect();

    // Everything but the last press of the button is done beforehand.
    let more: Vec<usize> = (day.people..day.people + day.at_once).collect();
    let ready = stream::iter(more)
        .map(|number| {
            let (base, form) = (place.base.clone(), form.clone());
            async move {
                let one = opens(base, form.clone(), number).await?;
                looks(form, one).await
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    let ready = ready.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    tokio::time::sleep(TYPING).await;
    let watch = Stopwatch::begun();
    let sent: Vec<_> = stream::iter(ready)
        .map(|one| {
            let form = form.clone();
            async move {
                let begun = Instant::now();
                let code = sends(form, one).await;
                (begun.elapsed(), code)
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let seconds = watch.seconds();
    let rate = f64::from(u32::try_from(sent.len())?) / seconds;
    let mut seen = Seen::default();
    for (waited, code) in sent {
        seen = seen.and(Seen::of_one(waited));
        codes.push(code?);
    }
    phase(&format!("as fast as it goes, {rate:.0} a second"), Duration::from_secs_f64(seconds), seen)?;

    let watch = Stopwatch::begun();
    let table = Person::new(&place.base)?.fetches("/proposals/files/proposals.xlsx").await?;
    let seen = Seen::of_one(Duration::from_secs_f64(watch.seconds()));
    phase(&format!("all that is public as a workbook of {} kB", table.len() / 1_024), Duration::ZERO, seen)?;

    let lost = astray(&place, &call, came, codes).await?;
    Ok(Report {
        scenario: "proposals-day".to_owned(),
        database: Some(place.database),
        cores: app::workers(),
        phases,
        lost: Some(lost),
    })
}

/// Sixteen of a neighbourhood.
fn address(number: usize) -> anyhow::Result<String> {
    let all = u32::from(std::net::Ipv4Addr::new(100, 64, 0, 0)) + u32::try_from(number * 16)?;
    Ok(std::net::Ipv4Addr::from(all).to_string())
}

fn hidden(page: &Answered, name: &str) -> anyhow::Result<String> {
    let value = page.attribute(&format!("<input type=\"hidden\" name=\"{name}\""), "value");
    value.ok_or_else(|| anyhow::anyhow!("the page has no {name}"))
}

/// The first of a list that can be chosen.
fn offered(page: &Answered, list: &str) -> anyhow::Result<String> {
    let from = page.text.find(&format!("<select id=\"{list}\"")).ok_or_else(|| anyhow::anyhow!("no list {list}"))?;
    let options = page.text.get(from..).unwrap_or_default().split("<option value=\"").skip(1);
    let values = options.filter_map(|option| option.split('"').next()).filter(|value| value.len() == 36);
    values.take(1).next().map(ToOwned::to_owned).ok_or_else(|| anyhow::anyhow!("nothing is offered in {list}"))
}

async fn filled(person: &Person, form: &str, number: usize) -> anyhow::Result<(Vec<(String, String)>, u32)> {
    let page = person.visits(form).await?;
    anyhow::ensure!(page.status == 200, "{form} answered {}", page.status);
    let wish = wish(number);
    let difficulty = page.attribute("<form method=\"post\" enctype", "data-difficulty").unwrap_or_default().parse()?;
    let fields = [
        ("csrf", hidden(&page, "csrf")?),
        ("key", hidden(&page, "key")?),
        ("challenge", hidden(&page, "challenge")?),
        ("field", offered(&page, "field")?),
        ("place", offered(&page, "place")?),
        ("title", wish.title),
        ("why", wish.why),
        ("gain", wish.gain),
        ("photos", String::new()),
        ("website", String::new()),
    ];
    Ok((fields.map(|(name, value)| (name.to_owned(), value)).to_vec(), difficulty))
}

/// Until the form stands there; the browser does its work meanwhile, which nobody waits for.
async fn opens(base: String, form: String, number: usize) -> anyhow::Result<(Proposer, u32)> {
    let person = Person::behind(&base, &address(number)?)?;
    let (fields, difficulty) = filled(&person, &form, number).await?;
    Ok((Proposer { person, fields }, difficulty))
}

async fn looks(form: String, (mut proposer, difficulty): (Proposer, u32)) -> anyhow::Result<Proposer> {
    let challenge = proposer.field("challenge").to_owned();
    let work = actix_web::web::block(move || solve(&challenge, difficulty)).await?;
    let work = work.ok_or_else(|| anyhow::anyhow!("no such work"))?;
    proposer.fields.push(("work".to_owned(), work));
    let page = proposer.person.sends_parts(&form, &proposer.fields).await?;
    anyhow::ensure!(page.status == 200, "looking at it answered {}", page.status);
    Ok(proposer)
}

/// The address of its code.
async fn sends(form: String, mut proposer: Proposer) -> anyhow::Result<String> {
    proposer.fields.push(("do".to_owned(), "send".to_owned()));
    let page = proposer.person.sends(&format!("{form}/send"), &proposer.fields).await?;
    page.location.ok_or_else(|| anyhow::anyhow!("sending it answered {}", page.status))
}

impl Proposer {
    fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// Programs that have opened the form once and send it again and again, without the work.
struct Flood {
    goes_on: Arc<AtomicBool>,
    sending: JoinHandle<(Seen, BTreeSet<String>)>,
}

impl Flood {
    async fn begins(base: &str, form: &str, a_second: u32) -> anyhow::Result<Self> {
        let goes_on = Arc::new(AtomicBool::new(a_second > 0));
        let mut programs = Vec::new();
        for number in 0..PROGRAMS.min(usize::try_from(a_second)?) {
            let person = Person::behind(base, &format!("203.0.{number}.9"))?;
            let (fields, _) = filled(&person, form, number).await?;
            programs.push(Arc::new(Proposer { person, fields }));
        }
        let (action, go) = (format!("{form}/send"), goes_on.clone());
        let sending = spawn(async move {
            let gap = Duration::from_secs(1) / a_second.max(1);
            let begun = Instant::now();
            let mut under_way = Vec::new();
            let lines = Arc::new(Semaphore::new(MOST_OF_PROGRAMS));
            let mut nth = 0_u32;
            while go.load(Ordering::Relaxed) {
                let wanted = begun + gap * nth;
                sleep_until(wanted).await;
                let at = usize::try_from(nth).unwrap_or(0) % programs.len().max(1);
                let Some(program) = programs.get(at).cloned() else { break };
                let action = action.clone();
                let Ok(line) = lines.clone().acquire_owned().await else { break };
                under_way.push(spawn(async move {
                    let _line = line;
                    let answer = program.person.sends(&action, &program.fields).await;
                    (wanted.elapsed(), answer.map_or((0, None), |answer| (answer.status, answer.location)))
                }));
                nth += 1;
            }
            let (mut seen, mut taken) = (Seen::default(), BTreeSet::new());
            for one in under_way {
                let Ok((waited, answered)) = one.await else { continue };
                seen = seen.and(match answered {
                    // Too early, too often or too many: whatever it is, it is no proposal.
                    (422 | 429 | 503, _) => Seen::of_one(waited),
                    // Without the work whoever waits twenty seconds is taken, and answered the same however often it sends that form.
                    (303, Some(code)) => {
                        taken.insert(code);
                        Seen::of_one(waited)
                    }
                    (other, _) => Seen::of_a_failure(waited, format!("a program was answered {other}")),
                });
            }
            (seen, taken)
        });
        Ok(Self { goes_on, sending })
    }

    async fn ends(self) -> anyhow::Result<(Seen, BTreeSet<String>)> {
        self.goes_on.store(false, Ordering::Relaxed);
        Ok(self.sending.await?)
    }
}

/// Codes that lead nowhere, and proposals that nobody has a code of.
async fn astray(place: &Place, call: &Call, came: Came, mut codes: Vec<String>) -> anyhow::Result<usize> {
    let gone = AtomicUsize::new(0);
    let (gone_now, base) = (&gone, &place.base);
    stream::iter(codes.clone())
        .for_each_concurrent(AT_ONCE, |code| async move {
            let found = match Person::new(base) {
                Ok(person) => person.visits(&code).await.is_ok_and(|page| page.status == 200),
                Err(_) => false,
            };
            gone_now.fetch_add(usize::from(!found), Ordering::Relaxed);
        })
        .await;
    let sent = codes.len();
    codes.sort();
    codes.dedup();
    let kept = place.db.read(|conn| proposals::proposals_of_call(conn, call.id))?.len();
    let unknown = kept.abs_diff(came.public * 2 + sent);
    Ok(gone.into_inner() + (sent - codes.len()) + unknown)
}
