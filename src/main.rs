//! The one program: `piaojue --help` lists what it does.

/// Sixteen threads share two cores: quicker than the C library's, and it gives back what a rush took.
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    piaojue::cli::run()
}
