//! An SVG as a PNG, in the fonts of a theme: the same bytes for the same input. It
//! loads no file, no image and no address, and knows no page.

pub mod fonts;
pub mod lines;
mod png;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use fonts::Fonts;

/// Width of a drawing in pixels.
pub const WIDTH: u32 = 1200;
/// Height of a drawing in pixels. 1200 by 630 is what all services show whole.
pub const HEIGHT: u32 = 630;

/// What drawings depend on besides their SVG and their fonts. A test holds it to the
/// versions of the crates; the last number is for our own code.
pub const VERSION: &str = "resvg 0.49.0, usvg 0.49.0, tiny-skia 0.12.0, png 0.18.1, fdeflate 0.3.7, 1";

/// Draws an SVG of [`WIDTH`] by [`HEIGHT`].
pub fn draw(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let options = Options {
        font_family: fonts.first_family().to_owned(),
        fontdb: fonts.database(),
        font_resolver: fonts.resolver(),
        // A picture is made of what the theme says, and of nothing that lies about.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("this is no SVG: {error}"))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    #[expect(clippy::cast_precision_loss, reason = "both are small")]
    let is_sound = (width - WIDTH as f32).abs() < 0.5 && (height - HEIGHT as f32).abs() < 0.5;
    if !is_sound {
        return Err(format!("it must be {WIDTH} by {HEIGHT}, and is {width} by {height}"));
    }
    let mut canvas = Pixmap::new(WIDTH, HEIGHT).ok_or("there is no room to draw in")?;
    // Nothing shines through, whatever the template leaves open.
    canvas.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut canvas.as_mut());
    png::encode(&canvas).map_err(|error| error.to_string())
}
