//! A browser as small as can be: one kept connection, cookies, forms.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer may take, the busiest machine included.
const PATIENCE: Duration = Duration::from_secs(25);

/// An answer that arrived whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let begin = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&begin)?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }
}

/// A browser.
#[derive(Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    kept: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub(crate) fn new(port: u16) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Self { address, kept: None, cookies: BTreeMap::new() }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Somebody else sits down at the browser.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
    }

    /// Asks, and waits for the whole answer. After an error nobody knows whether the server did it.
    pub(crate) fn ask(&mut self, path: &str, form: Option<&str>) -> Result<Answer> {
        let mut stream = match self.kept.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        stream.get_mut().write_all(self.request(path, form).as_bytes())?;
        let (answer, is_kept) = self.answer(&mut stream)?;
        if is_kept {
            self.kept = Some(stream);
        }
        Ok(answer)
    }

    fn request(&self, path: &str, form: Option<&str>) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "Host: {}\r\nAccept: text/html\r\nCookie: {}",
            self.address,
            cookies.join("; ")
        );
        match form {
            None => format!("GET {path} HTTP/1.1\r\n{head}\r\n\r\n"),
            Some(form) => format!(
                "POST {path} HTTP/1.1\r\n{head}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {}\r\n\r\n{form}",
                form.len()
            ),
        }
    }

    fn answer(&mut self, stream: &mut BufReader<TcpStream>) -> Result<(Answer, bool)> {
        let first = line(stream)?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| foreign(&first))?;
        let (mut length, mut is_kept) = (0, true);
        loop {
            let header = line(stream)?;
            let Some((name, value)) = header.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| foreign(value))?,
                "connection" => is_kept = !value.eq_ignore_ascii_case("close"),
                "transfer-encoding" => return Err(foreign(value)),
                "set-cookie" => self.take_cookie(value),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        let body = String::from_utf8(body).map_err(|_| foreign("a body that is not text"))?;
        Ok((Answer { status, body }, is_kept))
    }

    fn take_cookie(&mut self, header: &str) {
        let pair = header.split(';').next().and_then(|pair| pair.split_once('='));
        if let Some((name, value)) = pair {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    // A line that breaks off is no line: the server died while it wrote.
    if !line.ends_with('\n') {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn foreign(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("this is no answer of ours: {what}"))
}
