//! Which requests are refused.
//!
//! The server is for the page that it serves. Other pages in the same browser can send requests to it too, and a
//! name that an attacker controls can be made to stand for 127.0.0.1 (DNS rebinding). So a request must name this
//! server as its host, and if it says which page sent it, that must be the one of this server.

use std::net::SocketAddr;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method};

/// The names by which the server can be reached, such as `127.0.0.1:7878`.
pub struct Names {
    known: Vec<String>,
    /// The port, if the server listens on every address of the machine. Then each of them is a name.
    any_address_at: Option<u16>,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its host is not this server.
    #[error("this server is not reached by that name: open the address that the program printed")]
    Host,
    /// Another page sent it.
    #[error("another page sent this request")]
    Origin,
}

impl Names {
    /// The names of a server on this address: the address itself, and of the loopback address every name.
    pub fn of(address: SocketAddr) -> Self {
        let port = address.port();
        let mut names = vec![address.to_string()];
        if address.ip().is_loopback() || address.ip().is_unspecified() {
            let loopback = ["127.0.0.1", "localhost", "[::1]"];
            names.extend(loopback.map(|name| format!("{name}:{port}")));
        }
        if port == 80 {
            let without = names.iter().filter_map(|name| name.strip_suffix(":80").map(Into::into));
            names.extend(without.collect::<Vec<String>>());
        }
        let any_address_at = address.ip().is_unspecified().then_some(port);
        Self { known: names, any_address_at }
    }

    /// Whether this request may be answered.
    ///
    /// # Errors
    /// If it may not.
    pub fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refused> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        // DNS rebinding needs a name, so an address is safe.
        let is_address = |name: &str| {
            let address = name.parse::<SocketAddr>();
            address.is_ok_and(|address| Some(address.port()) == self.any_address_at)
        };
        let is_known = |name: &str| {
            self.known.iter().any(|known| known.eq_ignore_ascii_case(name)) || is_address(name)
        };
        if !text(HOST).is_some_and(is_known) {
            return Err(Refused::Host);
        }
        let is_this_page = |origin: &str| origin.strip_prefix("http://").is_some_and(is_known);
        if text(ORIGIN).is_some_and(|origin| !is_this_page(origin)) {
            return Err(Refused::Origin);
        }
        // A link in another page may lead here, but nothing else in it may ask for anything.
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let is_own = site.is_none_or(|site| ["same-origin", "none"].contains(&site));
        let mode = text(HeaderName::from_static("sec-fetch-mode"));
        let is_link = method == Method::GET && mode == Some("navigate");
        if is_own || is_link { Ok(()) } else { Err(Refused::Origin) }
    }
}

/// What a browser is told with every answer: nothing comes from elsewhere, nobody may put the page into a frame,
/// and nothing is kept.
pub fn headers() -> [(HeaderName, HeaderValue); 6] {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                  img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    [
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ]
}

/// What the report is allowed: its own style and script.
pub fn policy_of_report() -> HeaderValue {
    HeaderValue::from_static(
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: Method, headers: &[(&'static str, &str)]) -> Result<(), Refused> {
        let names = Names::of("127.0.0.1:7878".parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        names.check(&method, &map)
    }

    #[test]
    fn the_page_of_this_server_may_ask() {
        for host in ["127.0.0.1:7878", "localhost:7878", "LOCALHOST:7878", "[::1]:7878"] {
            assert_eq!(check(Method::GET, &[("host", host)]), Ok(()), "{host}");
            let origin = format!("http://{host}");
            let headers = [("host", host), ("origin", &*origin), ("sec-fetch-site", "same-origin")];
            assert_eq!(check(Method::POST, &headers), Ok(()), "{host}");
        }
    }

    /// A name that an attacker controls may stand for 127.0.0.1.
    #[test]
    fn another_host_is_refused() {
        for host in
            ["example.com:7878", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:7878.example.com", ""]
        {
            assert_eq!(check(Method::GET, &[("host", host)]), Err(Refused::Host), "{host}");
        }
        assert_eq!(check(Method::GET, &[]), Err(Refused::Host));
    }

    #[test]
    fn another_page_is_refused() {
        let host = ("host", "127.0.0.1:7878");
        for origin in
            ["http://example.com", "https://127.0.0.1:7878", "null", "http://localhost:80"]
        {
            let headers = [host, ("origin", origin)];
            assert_eq!(check(Method::POST, &headers), Err(Refused::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site", "?"] {
            let headers = [host, ("sec-fetch-site", site)];
            assert_eq!(check(Method::GET, &headers), Err(Refused::Origin), "{site}");
        }
    }

    #[test]
    fn a_link_in_another_page_may_lead_here() {
        let from = |mode| {
            [("host", "127.0.0.1:7878"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode)]
        };
        assert_eq!(check(Method::GET, &from("navigate")), Ok(()));
        assert_eq!(check(Method::GET, &from("no-cors")), Err(Refused::Origin));
        // A form in another page.
        assert_eq!(check(Method::POST, &from("navigate")), Err(Refused::Origin));
    }

    #[test]
    fn on_every_address_an_address_is_a_name_and_another_name_is_not() {
        let names = Names::of("0.0.0.0:7878".parse().unwrap());
        let check = |host: &str| {
            let value = HeaderValue::from_str(host).unwrap();
            names.check(&Method::GET, &HeaderMap::from_iter([(HOST, value)]))
        };
        for host in ["192.0.2.2:7878", "[2001:db8::1]:7878", "localhost:7878"] {
            assert_eq!(check(host), Ok(()), "{host}");
        }
        for host in ["192.0.2.2:80", "192.0.2.2", "attacker.example:7878"] {
            assert_eq!(check(host), Err(Refused::Host), "{host}");
        }
    }

    #[test]
    fn port_80_needs_no_port_in_the_name() {
        let names = Names::of("127.0.0.1:80".parse().unwrap());
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost"))]);
        assert_eq!(names.check(&Method::GET, &headers), Ok(()));
    }
}
