//! Writes SVG: shapes with classes, never with inline style, so that it obeys the page's policy.

use std::fmt::Write;

/// The shape of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// What is.
    Solid,
    /// What was expected.
    Hollow,
}

/// Where a text stands on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A drawing under way.
#[derive(Debug)]
pub struct Svg {
    body: String,
    width: f64,
    height: f64,
}

/// The class of a side's marks: `a` for the first, `b` for the second.
pub fn side_class(side: usize) -> &'static str {
    if side == 0 { "a" } else { "b" }
}

/// A text that cannot become markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Svg {
    /// An empty drawing.
    pub fn new(width: f64, height: f64) -> Self {
        Self { body: String::new(), width, height }
    }

    /// A line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) {
        let _ = write!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" class=\"{class}\"/>"
        );
    }

    /// A rectangle.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        let width = width.max(0.0);
        let _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" class=\"{class}\"/>"
        );
    }

    /// A rectangle with round ends.
    pub fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" rx=\"{:.1}\" class=\"{class}\"/>",
            width.max(0.0),
            height.min(width.max(0.0)) / 2.0
        );
    }

    /// A disc or ring.
    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, class: &str) {
        let _ = write!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" class=\"{class}\"/>"
        );
    }

    /// Begins a group of marks of a class, one a statement; their ids are told to whoever lets people point at them.
    pub fn begin(&mut self, class: &str, statements: &[&str]) {
        // Ids have no spaces but those that are written as other characters here.
        let ids: Vec<String> =
            statements.iter().map(|id| escape(&id.replace(' ', "\u{A0}"))).collect();
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(self.body, "<g{class} data-statements=\"{}\">", ids.join(" "));
    }

    /// Begins a part that another drawing of the page may show again. A drawing within the drawing, for rules of
    /// style that begin with one do not see what is around it there.
    pub fn begin_part(&mut self, id: &str) {
        let _ = write!(self.body, "<svg id=\"{id}\" overflow=\"visible\">");
    }

    /// Ends the part.
    pub fn end_part(&mut self) {
        self.body.push_str("</svg>");
    }

    /// Shows a part of another drawing again, so many times as large, with one of its points moved to another.
    pub fn again(&mut self, id: &str, from: (f64, f64), to: (f64, f64), times: f64) {
        let (x, y) = (to.0 - from.0 * times, to.1 - from.1 * times);
        let _ = write!(
            self.body,
            "<use href=\"#{id}\" transform=\"matrix({times:.5} 0 0 {times:.5} {x:.2} {y:.2})\"/>"
        );
    }

    /// Ends the group.
    pub fn end(&mut self) {
        self.body.push_str("</g>");
    }

    /// A disc or ring of its group's class, on whole points: there may be hundreds.
    pub fn bare_circle(&mut self, (x, y): (f64, f64), radius: f64) {
        let _ = write!(self.body, "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius}\"/>");
    }

    /// A square of its group's class, by its middle.
    pub fn bare_square(&mut self, (x, y): (f64, f64), size: f64) {
        let (left, top) = (x - size / 2.0, y - size / 2.0);
        let _ = write!(
            self.body,
            "<rect x=\"{left:.0}\" y=\"{top:.0}\" width=\"{size}\" height=\"{size}\"/>"
        );
    }

    /// A path.
    pub fn path(&mut self, d: &str, class: &str) {
        let _ = write!(self.body, "<path d=\"{d}\" class=\"{class}\"/>");
    }

    /// A side's shape: a disc for the first, a diamond for the second.
    pub fn mark(&mut self, side: usize, (x, y): (f64, f64), radius: f64, fill: Fill) {
        let class = match fill {
            Fill::Solid => format!("mark {}", side_class(side)),
            Fill::Hollow => format!("mark hollow {}", side_class(side)),
        };
        if side == 0 {
            self.circle((x, y), radius, &class);
        } else {
            let r = radius * 1.25;
            let d = format!(
                "M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z",
                y - r,
                x + r,
                y + r,
                x - r
            );
            self.path(&d, &class);
        }
    }

    /// A line of text.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" class=\"{class}\">{}</text>",
            escape(text)
        );
    }

    /// Lines of text one below the other.
    pub fn lines(
        &mut self,
        (x, y): (f64, f64),
        anchor: Anchor,
        class: &str,
        (lines, step): (&[String], f64),
    ) {
        for (at, line) in lines.iter().enumerate() {
            self.text((x, y + step * at as f64), anchor, class, line);
        }
    }

    /// An ellipse, turned by so many degrees.
    pub fn ellipse(
        &mut self,
        (x, y): (f64, f64),
        (across, down): (f64, f64),
        degrees: f64,
        class: &str,
    ) {
        let _ = write!(
            self.body,
            "<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{across:.1}\" ry=\"{down:.1}\" transform=\"rotate({degrees:.1} {x:.1} {y:.1})\" class=\"{class}\"/>"
        );
    }

    /// Markup of our own.
    pub fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// The drawing, with a name and a description for whoever does not see it.
    pub fn finish(self, id: &str, title: &str, description: &str) -> String {
        format!(
            "<svg viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{}</svg>",
            self.width,
            self.height,
            escape(title),
            escape(description),
            self.body
        )
    }

    /// The drawing as an ornament beside words that say the same.
    pub fn ornament(self) -> String {
        format!(
            "<svg viewBox=\"0 0 {:.0} {:.0}\" width=\"{:.0}\" height=\"{:.0}\" aria-hidden=\"true\">{}</svg>",
            self.width, self.height, self.width, self.height, self.body
        )
    }
}
