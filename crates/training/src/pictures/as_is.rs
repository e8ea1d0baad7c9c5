//! Pictures that are prepared already, such as MNIST's.

use super::error::AsIsError;
use super::grey::luma;
use super::plane::shrink;
use super::raster::Raster;
use super::shape::Shape;

/// How many times as large a picture may be in each direction.
const MOST_TIMES: usize = 100;

/// The pixels of a picture that is prepared already: it has the rows and columns of `shape`, or a whole
/// multiple, which is averaged down. Colours become grey.
///
/// # Errors
/// If it has another size or transparent pixels.
pub fn as_is(raster: &Raster, shape: Shape) -> Result<Vec<u8>, AsIsError> {
    let (width, height) = (raster.width(), raster.height());
    let times = width / shape.columns.max(1);
    if times == 0
        || times > MOST_TIMES
        || (width, height) != (times * shape.columns, times * shape.rows)
    {
        return Err(AsIsError::Size { width, height, expected: (shape.rows, shape.columns) });
    }
    if raster.is_transparent() {
        return Err(AsIsError::Transparent);
    }
    let pixels = raster.pixels();
    let grey = shrink(width, height, shape.columns, shape.rows, |i| {
        let [red, green, blue, _] = pixels[i].map(f32::from);
        [luma(&[red, green, blue]).round()]
    });
    Ok(grey.into_iter().map(|[value]| value.round() as u8).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grey_picture_is_itself_and_a_large_one_its_mean() {
        let small = Raster::grey(2, &[1, 2, 3, 4]);
        assert_eq!(as_is(&small, Shape::square(2)).unwrap(), [1, 2, 3, 4]);
        let large = [0, 10, 20, 20, 30, 40, 20, 20, 1, 1, 0, 0, 1, 2, 0, 255];
        assert_eq!(as_is(&Raster::grey(4, &large), Shape::square(2)).unwrap(), [20, 20, 1, 64]);
        let wide = Raster::grey(3, &[7; 6]);
        assert_eq!(as_is(&wide, Shape { rows: 2, columns: 3 }).unwrap(), [7; 6]);
    }

    #[test]
    fn colours_become_grey_and_opacity_is_refused() {
        let mut pixels = vec![[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255; 4]];
        let said = as_is(&Raster::new(2, pixels.clone()), Shape::square(2)).unwrap();
        assert_eq!(said, [76, 150, 29, 255]);
        pixels[1][3] = 254;
        let said = as_is(&Raster::new(2, pixels), Shape::square(2)).unwrap_err();
        assert!(matches!(said, AsIsError::Transparent), "{said}");
    }

    #[test]
    fn other_sizes_are_refused_with_the_expected_ones() {
        for (width, height) in [(1, 1), (3, 3), (2, 4), (4, 2), (202, 202)] {
            let raster = Raster::grey(width, &vec![0; width * height]);
            let said = as_is(&raster, Shape::square(2)).unwrap_err().to_string();
            assert!(said.contains("--as-is takes 2 × 2"), "{said}");
        }
    }
}
