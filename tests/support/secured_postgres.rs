//! A PostgreSQL of its own that lets nobody in but by TLS and with a password.

use std::{
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use piaojue::tls::HallCertificate;
use tempfile::TempDir;

pub struct SecuredPostgres {
    folder: TempDir,
    programs: PathBuf,
    pub port: u16,
}

const SETTINGS: &str = "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nfsync = off\n\
     password_encryption = 'scram-sha-256'\nlisten_addresses = '127.0.0.1'\nlog_min_messages = fatal\n";

/// Nobody in the clear, whoever it is; and everybody else by password, bound to the channel where they can.
const WHO_MAY: &str = "hostssl all all 127.0.0.1/32 scram-sha-256\n";

fn is_root() -> bool {
    let said = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8_lossy(&said.stdout).trim() == "0"
}

impl SecuredPostgres {
    /// Whose certificate is for `localhost` alone; fails where PostgreSQL is not installed.
    pub fn started() -> Self {
        let folder = tempfile::Builder::new().prefix("piaojue-secured-").tempdir().unwrap();
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .map(|found| found.map(|entry| entry.unwrap().path().join("bin")).collect())
            .unwrap_or_default();
        versions.sort();
        let programs = versions.pop().unwrap_or_default();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let made = Self { folder, programs, port };
        std::fs::set_permissions(made.folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::write(made.path("password"), "p w%@").unwrap();
        made.owns(&made.path("password"));
        let data = made.path("data");
        std::fs::create_dir(&data).unwrap();
        made.owns(&data);
        let password = format!("--pwfile={}", made.path("password").display());
        made.runs(
            "initdb",
            &["-U", "piaojue", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", &password],
        );
        let certificate = HallCertificate::made(&["localhost".to_owned()], jiff::Zoned::now().date(), 30).unwrap();
        let (own, authority) = certificate.chain.split_at(certificate.chain.rfind("-----BEGIN").unwrap());
        std::fs::write(made.path("authority.crt"), authority).unwrap();
        let files = [("server.crt", own), ("server.key", &certificate.key), ("pg_hba.conf", WHO_MAY)];
        for (name, text) in files.iter().chain(&[("postgresql.auto.conf", SETTINGS)]) {
            std::fs::write(data.join(name), text).unwrap();
            std::fs::set_permissions(data.join(name), PermissionsExt::from_mode(0o600)).unwrap();
            made.owns(&data.join(name));
        }
        let sockets = format!("-p {port} -k {}", data.display());
        made.runs("pg_ctl", &["start", "-w", "-s", "-l", &data.join("log").to_string_lossy(), "-o", &sockets]);
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// PostgreSQL does not run as root, nor with files of others.
    fn owns(&self, path: &Path) {
        if is_root() {
            assert!(Command::new("chown").arg("postgres").arg(path).status().unwrap().success());
        }
    }

    fn runs(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(&program);
                command
            }
            false => Command::new(&program),
        };
        let command = command.args(arguments).arg("-D").arg(self.path("data")).current_dir("/");
        // Its output is the server's too, which would hold a pipe open.
        let status = command.stdout(std::process::Stdio::null()).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "PostgreSQL is missing or does not start: {}",
            program.display()
        );
    }

    pub fn authority(&self) -> String {
        self.path("authority.crt").to_string_lossy().into_owned()
    }

    /// The address of the one database, with `words` about the line.
    pub fn url(&self, host: &str, words: &str) -> String {
        format!("postgres://piaojue:p%20w%25%40@{host}:{}/postgres{words}", self.port)
    }

    /// By a line whose end was looked at.
    pub fn secured_url(&self) -> String {
        self.url("localhost", &format!("?sslmode=verify-full&sslrootcert={}", self.authority()))
    }

    pub fn goes_away(&self) {
        self.runs("pg_ctl", &["stop", "-m", "immediate", "-s"]);
    }

    pub fn comes_back(&self) {
        let data = self.path("data");
        let sockets = format!("-p {} -k {}", self.port, data.display());
        self.runs("pg_ctl", &["start", "-w", "-s", "-l", &data.join("log").to_string_lossy(), "-o", &sockets]);
    }
}

impl Drop for SecuredPostgres {
    fn drop(&mut self) {
        if self.path("data/postmaster.pid").exists() {
            self.goes_away();
        }
    }
}
