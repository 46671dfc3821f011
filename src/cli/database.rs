//! The configured database: found, whole, of this version and begun under this secret, or words that tell the mend.

use crate::{
    app::CONNECTIONS,
    audit,
    config::Config,
    db::{Db, DbUrl, Ownership, Standing, claim_from_whoever},
    terminal::tell,
    web::Secret,
};

/// Brought up to date: for whatever works on it.
pub fn open_database(config: &Config) -> anyhow::Result<Db> {
    if let Some(path) = missing_file(config)
        && !config.begin_anew
    {
        anyhow::bail!(
            "there is no database at {}, but a secret at {}, so something was begun here. Put the database back in its \
             place, or `piaojue restore FILE`. To begin a new one under this secret, run this once with \
             PIAOJUE_BEGIN_ANEW=1",
            path.display(),
            config.secret_file.display()
        );
    }
    let db = audit::sealed(Db::open(config.database.clone(), CONNECTIONS)?, &config.secret);
    if db.standing()? == Standing::Newer {
        is_up_to_date(Standing::Newer)?;
    }
    db.migrate()?;
    make_ours(&db, config)?;
    Ok(db)
}

/// As it stands, for whatever only looks: a server of another version may be at work on it.
pub fn open_as_it_is(config: &Config) -> anyhow::Result<(Db, Standing)> {
    if let Some(path) = missing_file(config) {
        anyhow::bail!(
            "there is no database at {}: put it back there, or `piaojue restore FILE`. Where nothing was begun yet, \
             `piaojue import session` or `piaojue serve` makes it",
            path.display()
        );
    }
    let db = audit::sealed(Db::open(config.database.clone(), CONNECTIONS)?, &config.secret);
    let standing = db.standing()?;
    // Where the tables are older they may not say it yet.
    if matches!(standing, Standing::Same | Standing::Newer)
        && let Ownership::Anothers(other) = db.ownership(&config.secret.fingerprint())?
    {
        return Err(another_secret(config, &other));
    }
    Ok((db, standing))
}

fn missing_file(config: &Config) -> Option<&std::path::Path> {
    match &config.database {
        DbUrl::Sqlite(path) if !path.exists() => Some(path),
        _ => None,
    }
}

/// Refuses a database begun under another secret.
pub fn make_ours(db: &Db, config: &Config) -> anyhow::Result<()> {
    let fingerprint = config.secret.fingerprint();
    match db.claim(&fingerprint)? {
        Ownership::Ours | Ownership::Nobodys => Ok(()),
        Ownership::Anothers(_) if config.secret_is_lost => {
            db.write(|tx| {
                claim_from_whoever(tx, &fingerprint)?;
                audit::the_secret_is_lost(tx)
            })?;
            tell("the database was taken over for the secret that is there now");
            Ok(())
        }
        Ownership::Anothers(other) => Err(another_secret(config, &other)),
    }
}

pub fn another_secret(config: &Config, fingerprint: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "the database was begun under another secret (fingerprint {fingerprint}) than the one in {} ({}). Put the right \
         secret there (chmod 600), or name its file by PIAOJUE_SECRET_FILE. If it is lost for good, run this once with \
         PIAOJUE_SECRET_IS_LOST=1: every sign-in ends, and a box that is not counted yet cannot be opened any more",
        config.secret_file.display(),
        Secret::fingerprint(&config.secret)
    )
}

/// Refuses to go on where the tables are not those of this program.
pub fn is_up_to_date(standing: Standing) -> anyhow::Result<()> {
    match standing {
        Standing::Same => Ok(()),
        Standing::Empty => anyhow::bail!("the database is empty: `piaojue import session` or `piaojue serve` begins"),
        Standing::Older => anyhow::bail!(
            "the tables are of an older version: `piaojue serve` of this version brings them up to date; until then use \
             the version that serves"
        ),
        Standing::Newer => {
            anyhow::bail!("the tables were made by a newer version of piaojue: use that version, or restore a backup")
        }
    }
}
