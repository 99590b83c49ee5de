//! Which names the preview answers to. A page of the web can make its own name
//! lead to this machine (DNS rebinding) and would then read drafts as if they were
//! its own, so a name that is not this machine's is refused.

use std::net::{IpAddr, Ipv6Addr};

/// Host names that are answered, at any port.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// What the author has the preview listen at.
    given: String,
}

impl Hosts {
    /// The names of this machine, and `given`, at which the preview listens. Where
    /// that is every address of the machine (`0.0.0.0`, `::`), any address in
    /// digits is answered: no name of the web is one.
    pub fn new(given: &str) -> Self {
        Self { given: given.trim_matches(['[', ']']).to_lowercase() }
    }

    /// Whether a request for this `Host` is answered.
    pub fn accept(&self, host: Option<&str>) -> bool {
        let Some(name) = host.and_then(name) else { return false };
        let name = name.to_lowercase();
        let name = name.strip_suffix('.').unwrap_or(&name);
        if name == self.given || name == "localhost" || name.ends_with(".localhost") {
            return true;
        }
        let Ok(address) = name.parse::<IpAddr>() else { return false };
        let listens_everywhere = self.given.parse().is_ok_and(|given: IpAddr| given.is_unspecified());
        address.is_loopback() || listens_everywhere || self.given.parse() == Ok(address)
    }
}

/// The name of a `Host` header, without its port.
fn name(host: &str) -> Option<&str> {
    let is_port = |port: &str| port.chars().all(|digit| digit.is_ascii_digit());
    if let Some(rest) = host.strip_prefix('[') {
        let (name, rest) = rest.split_once(']')?;
        let is_sound = rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port);
        return (is_sound && name.parse::<Ipv6Addr>().is_ok()).then_some(name);
    }
    match host.split_once(':') {
        Some((name, port)) => is_port(port).then_some(name),
        None => Some(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, accepted: &str, refused: &str) {
        let hosts = Hosts::new(given);
        for host in accepted.split_whitespace() {
            assert!(hosts.accept(Some(host)), "{host} at {given}");
        }
        for host in refused.split_whitespace() {
            assert!(!hosts.accept(Some(host)), "{host} at {given}");
        }
        assert!(!hosts.accept(None));
        assert!(!hosts.accept(Some("")));
    }

    #[test]
    fn this_machine_is_answered_and_no_name_of_the_web() {
        check(
            "127.0.0.1",
            "localhost localhost:4000 LOCALHOST:80 localhost. a.localhost 127.0.0.1:4000 127.1.2.3 [::1] [::1]:4000",
            "example.org evil.example:4000 localhost.example.org 127.0.0.1.nip.io 192.168.0.5 0.0.0.0 \
             localhost:x [::1 [::1]x [localhost] user@localhost localhost/x",
        );
    }

    #[test]
    fn the_given_host_is_answered_too() {
        check("studio.lan", "studio.lan:4000 STUDIO.lan localhost", "other.lan lan 192.168.0.5");
        check("192.168.0.5", "192.168.0.5:4000 localhost", "192.168.0.6 example.org");
        check("[fe80::1]", "[fe80::1]:4000", "[fe80::2]");
        check("0.0.0.0", "192.168.0.5:4000 0.0.0.0 [fe80::1] localhost", "example.org studio.lan");
        check("::", "192.168.0.5 [::]", "example.org");
    }
}
