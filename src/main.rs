//! The one program: `piaojue --help` lists what it does.

fn main() -> std::process::ExitCode {
    piaojue::cli::run()
}
