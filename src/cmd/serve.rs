//! `serve`: the site on this machine, as its author writes it.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use socket2::{Domain, Socket, Type};

use super::{count, fail, say, tell, tell_diagnostics};
use crate::diagnostic::{Code, Diagnostic};
use crate::disk::read::Reader;
use crate::load::Options;
use crate::preview::{Preview, Snapshot};
use crate::report;
use crate::server::answer::Settings;
use crate::server::editor::Editor;
use crate::server::hosts::Hosts;
use crate::server::{self, News};

/// Preview the site on this machine while you write it.
///
/// Pages in open browsers follow each change by themselves. A guide with a mistake
/// in it keeps its last good version and shows what is wrong. Nothing is written.
/// Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "Example: rolebook serve --open")]
pub(super) struct Serve {
    /// Address or name of this machine to listen at; 0.0.0.0 for all of them
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// Port to listen at [default: 4000, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Leave drafts out, as `build` does
    #[arg(long)]
    no_drafts: bool,
    /// Show drafts, marked as such; they are shown by default
    #[arg(long, overrides_with = "no_drafts")]
    drafts: bool,
    /// Look for changes every MS milliseconds, where the system gives no news of
    /// them: in containers and on network disks
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..))]
    poll: Option<u64>,
    /// Leave the author's margin out of guides
    #[arg(long)]
    no_margin: bool,
}

/// The port that is tried first, and the last one that is tried after it.
const PORTS: std::ops::RangeInclusive<u16> = 4000..=4099;
/// How many clients may wait to be accepted, unless the system allows fewer.
const BACKLOG: i32 = 1024;

impl Serve {
    pub(super) fn run(&self, root: &Path) -> ExitCode {
        let (listener, address) = match self.listen() {
            Ok(bound) => bound,
            Err(error) => return fail(&error.into()),
        };
        let reader = match Reader::open(root) {
            Ok(reader) => reader,
            Err(error) => return fail(&error.into()),
        };
        let ends = ctrlc::set_handler(|| {
            // Nothing is ever half done, so there is nothing to wait for.
            std::process::exit(0);
        });
        if let Err(error) = ends {
            tell(&format!("Ctrl-C ends the preview without a word: {error}\n"));
        }
        let settings = Settings {
            hosts: Hosts::new(&self.host),
            editor: Editor { root: reader.root().to_owned() },
            margin: !self.no_margin,
        };
        let preview = Preview::new(Options { base_url: None, drafts: !self.no_drafts, preview: true });
        let poll = self.poll.map(Duration::from_millis);
        let mut told = String::new();
        let wrong = server::run(listener, reader, preview, settings, poll, &mut |news| match news {
            News::Ready(snapshot) => {
                told = tell_news(snapshot, &told);
                let url = url(address, snapshot);
                say(&format!("{url}\n"));
                if self.open
                    && let Err(error) = open::that_detached(&url)
                {
                    tell(&format!("no browser could be opened: {error}\n"));
                }
            }
            News::Changed(snapshot) | News::Checked(snapshot) => told = tell_news(snapshot, &told),
            News::Unwatched(error) => tell(&format!(
                "files are looked at every {} ms, since the system gives no news of changes: {error}\n",
                server::POLL.as_millis()
            )),
        });
        fail(&wrong)
    }

    /// Binds the port: the one that is asked for, or the first that is free.
    fn listen(&self) -> Result<(TcpListener, SocketAddr), Diagnostic> {
        let host = self.host.trim_matches(['[', ']']);
        let bind = |port| {
            let listener = listener(host, port)?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let refused = |port: &str, error: &io::Error| {
            Diagnostic::error(Code::Io, format!("cannot listen at `{}`, port {port}: {error}", self.host))
        };
        if let Some(port) = self.port {
            return bind(port).map_err(|error: io::Error| {
                refused(&port.to_string(), &error).help("leave `--port` out, and a free one is taken")
            });
        }
        for port in PORTS {
            match bind(port) {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                bound => {
                    return bound.map_err(|error| {
                        refused(&port.to_string(), &error)
                            .help("`--host` is an address or a name of this machine, such as `127.0.0.1`")
                    });
                }
            }
        }
        let ports = format!("{} to {}", PORTS.start(), PORTS.end());
        Err(refused(&ports, &ErrorKind::AddrInUse.into()).help("name a free one: `--port N`"))
    }
}

/// Listens at the first address of `host` that can be had. The standard library lets 128
/// clients wait to be accepted, and the system drops whoever comes then, who tries again
/// after a second: here twice as many may wait as are served at once.
fn listener(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut refused = io::Error::from(ErrorKind::AddrNotAvailable);
    for address in (host, port).to_socket_addrs()? {
        let listen = || {
            let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
            // As in the standard library: on Windows it would let two programs share a port.
            #[cfg(unix)]
            socket.set_reuse_address(true)?;
            socket.bind(&address.into())?;
            socket.listen(BACKLOG)?;
            Ok(socket.into())
        };
        match listen() {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// Where the site is found in a browser on this machine.
fn url(address: SocketAddr, snapshot: &Snapshot) -> String {
    let host = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    let base = snapshot.site.as_ref().map_or("", |site| site.book.config.base_path());
    format!("http://{host}:{}{base}/", address.port())
}

/// Tells what is wrong, unless it was told last, and gives it.
fn tell_news(snapshot: &Snapshot, told: &str) -> String {
    let diagnostics = &snapshot.diagnostics;
    let report = report::human(diagnostics, false);
    if report == told {
        return report;
    }
    tell_diagnostics(diagnostics);
    let what = match (&snapshot.site, diagnostics.has_errors()) {
        (None, _) => "nothing can be shown until this is mended".to_owned(),
        (Some(_), true) => "pages with errors stay as they were".to_owned(),
        (Some(site), false) => {
            format!("{}, {}", count(site.book.roles.len(), "guide"), count(site.plan.pages.len(), "file"))
        }
    };
    let counted = report::count(diagnostics);
    tell(&if counted.is_empty() { format!("no errors: {what}\n") } else { format!("{counted}; {what}\n") });
    report
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    /// Where systems allow it: macOS lets 128 wait whatever a program asks for.
    #[test]
    #[cfg(target_os = "linux")]
    fn hundreds_may_wait_to_be_accepted() {
        let listener = listener("127.0.0.1", 0).expect("a free port");
        let address = listener.local_addr().expect("bound");
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_secs(10)).ok();
        assert_eq!((0..300).map_while(connect).collect::<Vec<_>>().len(), 300);
    }
}
