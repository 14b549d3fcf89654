import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from dlvis.errors import InputError
from dlvis.topics import labels_at, load
from dlvis.topics.image import image_plane, pixel_polygons
from tests.pictures import two_colour_picture


def saved(path, pixels):
    Image.fromarray(np.asarray(pixels, np.uint8)).save(path)
    return path


@st.composite
def masks(draw):
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    bits = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    return np.array(bits).reshape(height, width)


@given(masks())
def test_pixel_polygons_are_the_pixels(mask):
    polygons, others = pixel_polygons(mask), pixel_polygons(~mask)
    rows, columns = np.indices(mask.shape)
    inside = shapely.contains_xy(polygons, columns + 0.5, rows + 0.5)
    assert np.array_equal(inside, mask)
    assert polygons.is_valid
    assert polygons.area == mask.sum()
    assert polygons.intersection(others).area == 0


def test_straight_sides_have_no_points_on_the_way():
    polygons = pixel_polygons(np.ones((5, 7), bool))
    assert len(polygons.geoms) == 1
    assert len(polygons.geoms[0].exterior.coords) == 5


def test_a_picture_is_a_topic_as_it_is_y_up_and_its_rarer_colour_positive(tmp_path):
    topic = load(two_colour_picture(tmp_path / "my picture.png"))
    assert topic.name == "my-picture"
    assert topic.class_names == ("#ffffff", "#e69f00")
    assert (topic.window.width, topic.window.height) == (2.0, 1.5)
    # the block at the upper right, the inside of the ring, the ground
    points = np.array([[0.7, 0.45], [-0.2, -0.075], [0.7, -0.45]])
    assert labels_at(topic, points).tolist() == [1, 0, 0]
    assert [parcel.name for parcel in topic.parcels] == ["#e69f00 1", "#e69f00 2", "#ffffff"]
    assert topic.projection is None


def test_pixels_that_touch_at_a_corner_are_two_parcels(tmp_path):
    topic = load(saved(tmp_path / "a.png", np.kron([[0, 9, 0], [9, 0, 0], [0, 0, 0]], np.ones((4, 4)))))
    assert [parcel.positive for parcel in topic.parcels] == [True, True, False]


def test_the_positive_colour_can_be_set_and_a_tie_goes_to_the_darker(tmp_path):
    path = saved(tmp_path / "half.png", [[0, 255], [0, 255]])
    assert image_plane(path).class_names == ("#ffffff", "#000000")
    assert image_plane(path, "#FFFFFF").class_names == ("#000000", "#ffffff")
    with pytest.raises(InputError, match="no colour '#fffffe'; did you mean '#ffffff'"):
        image_plane(path, "#fffffe")


def test_a_drawing_on_a_clear_ground_has_two_colours(tmp_path):
    pixels = np.zeros((4, 4, 4))
    pixels[0, :, 0] = 77  # a colour where nothing is seen
    pixels[1:3, 1:3] = (255, 0, 0, 255)
    assert image_plane(saved(tmp_path / "clear.png", pixels)).class_names == ("transparent", "#ff0000")


def test_one_colour_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"one.png: .*two colours, found 1 colour: #070707 \(16 pixels\)$"):
        load(saved(tmp_path / "one.png", np.full((4, 4), 7)))


def test_three_colours_are_refused_and_counted(tmp_path):
    with pytest.raises(InputError, match=r"found 3 colours: #000000 \(2 pixels\), .*anti-aliased"):
        load(saved(tmp_path / "three.png", [[0, 0, 5, 9]]))


def test_smooth_edges_are_named_as_the_cause(tmp_path):
    image = Image.new("L", (80, 80))
    ImageDraw.Draw(image).ellipse((8, 8, 72, 72), fill=255)
    image.resize((20, 20), Image.Resampling.BILINEAR).save(tmp_path / "smooth.png")
    with pytest.raises(InputError, match=r", …; smooth \(anti-aliased\) edges .* PNG with hard edges"):
        load(tmp_path / "smooth.png")


def smooth_ring(path, mode="RGB", colours=("#ffffff", "#e69f00")):
    """A ring with anti-aliased edges, as a drawing program saves it."""
    image = Image.new(mode, (320, 320), colours[0])
    ImageDraw.Draw(image).ellipse((40, 40, 280, 280), outline=colours[1], width=60)
    image.resize((80, 80), Image.Resampling.LANCZOS).save(path)
    return path


def mended(path, **source):
    toml = path.with_suffix(".toml")
    more = "".join(f'{key} = "{value}"\n' for key, value in source.items())
    toml.write_text(f'[source]\nfile = "{path.name}"\nnearest_colour = true\n{more}')
    return load(toml)


def test_smooth_edges_are_mended_where_it_is_asked_for(tmp_path):
    path = smooth_ring(tmp_path / "smooth.png")
    with pytest.raises(InputError, match=r'\[source\] says file = "smooth.png" and nearest_colour = true$'):
        load(path)
    topic = mended(path)
    assert topic.class_names == ("#ffffff", "#e69f00")
    assert [parcel.positive for parcel in topic.parcels].count(True) == 1
    # the ring as it was drawn, in units of half the picture
    assert topic.positive.area == pytest.approx(np.pi * (120**2 - 60**2) / 160**2, rel=0.02)
    assert mended(path, positive="#FFFFFF").class_names == ("#e69f00", "#ffffff")


def test_smooth_edges_on_a_clear_ground_are_mended(tmp_path):
    path = smooth_ring(tmp_path / "clear.png", "RGBA", ((0, 0, 0, 0), "#101010"))
    topic = mended(path)
    assert topic.class_names == ("transparent", "#101010")
    assert topic.positive.area == pytest.approx(np.pi * (120**2 - 60**2) / 160**2, rel=0.02)


def test_the_shades_of_a_jpeg_are_one_colour(tmp_path):
    smooth_ring(tmp_path / "a.png")
    Image.open(tmp_path / "a.png").save(tmp_path / "a.jpg", quality=95)
    topic = mended(tmp_path / "a.jpg")
    assert topic.positive.area == pytest.approx(np.pi * (120**2 - 60**2) / 160**2, rel=0.03)
    assert topic.class_names[0] == "#ffffff"


def cloudy(path, plain=0):
    """A picture as a photo is: blurred noise in all colours, on white of which `plain` rows are left."""
    noise = np.random.default_rng(0).integers(0, 256, (12, 12, 3), np.uint8)
    pixels = np.asarray(Image.fromarray(noise).resize((120, 120), Image.Resampling.BICUBIC)).copy()
    pixels[:plain] = 255
    return saved(path, pixels)


@pytest.mark.parametrize("plain", [0, 90])
def test_a_photo_is_refused_all_the_same(tmp_path, plain):
    path = cloudy(tmp_path / "photo.png", plain)
    with pytest.raises(InputError, match=r"photo.png: expected an image of two colours, .* hard edges$"):
        load(path)
    with pytest.raises(InputError, match="nearest_colour needs two colours that make up most of it"):
        mended(path)


def test_one_colour_is_not_mended(tmp_path):
    with pytest.raises(InputError, match=r"found 1 colour: #070707 \(16 pixels\)$"):
        mended(saved(tmp_path / "one.png", np.full((4, 4), 7)))


def test_two_colours_need_no_mending(tmp_path):
    path = two_colour_picture(tmp_path / "hard.png")
    assert mended(path).positive.equals(load(path).positive)


def test_noise_is_refused_before_it_takes_minutes(tmp_path):
    noise = np.random.default_rng(0).integers(0, 2, (300, 300)) * 255
    with pytest.raises(InputError, match="expected plain areas"):
        load(saved(tmp_path / "noise.png", noise))


def test_a_file_that_is_no_image_is_refused(tmp_path):
    (tmp_path / "text.png").write_text("not an image")
    with pytest.raises(InputError, match=r"text.png: expected an image"):
        load(tmp_path / "text.png")
    torn = two_colour_picture(tmp_path / "torn.png", 400, 300).read_bytes()
    (tmp_path / "torn.png").write_bytes(torn[:600])
    with pytest.raises(InputError, match=r"torn.png: expected an image"):
        load(tmp_path / "torn.png")
