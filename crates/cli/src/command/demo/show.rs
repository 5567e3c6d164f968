//! Shows one finished page: in the desktop's browser, or on this machine's own address until stopped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use beringia_report::page;
use beringia_report::words::Words;

use crate::command::print;
use crate::exit::{Failure, unreadable};

/// The longest request head, in bytes.
const HEAD_BYTES_MAX: u64 = 8 << 10;

/// Asks the desktop to open the page; whether it took the request.
pub(super) fn open(page: &Path) -> bool {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let has_screen = cfg!(target_os = "macos") || has_display();
    has_screen
        && Command::new(opener)
            .arg(page)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .is_ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "whether there is a screen is told by the environment"
)]
fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| std::env::var(name).is_ok())
}

/// Serves the page to this machine alone, one request after the other, until the program is stopped.
pub(super) fn serve(path: &Path, port: u16, words: &Words) -> Result<(), Failure> {
    let html = std::fs::read(path).map_err(unreadable(path))?;
    let cannot = |cause: std::io::Error| Failure::Input(format!("port {port}: {cause}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    print(&format!(
        "{}\n",
        words.tell("terminal-serving", &[("address", &format!("http://{address}/"))])
    ))?;
    for stream in listener.incoming().flatten() {
        // A reader who goes away is no fault of ours.
        let _ = answer(stream, &html);
    }
    Ok(())
}

fn answer(mut stream: TcpStream, html: &[u8]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    let mut first = String::new();
    let mut reader = BufReader::new(stream.try_clone()?.take(HEAD_BYTES_MAX));
    reader.read_line(&mut first)?;
    for line in reader.lines() {
        if line?.is_empty() {
            break;
        }
    }
    let found = first.starts_with("GET / ") || first.starts_with("GET /report.html ");
    let (status, body): (&str, &[u8]) =
        if found { ("200 OK", html) } else { ("404 Not Found", b"There is only one page here: /") };
    let kind = if found { "text/html" } else { "text/plain" };
    let policy = page::content_security_policy();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {policy}\r\nReferrer-Policy: no-referrer\r\n\
         X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}
