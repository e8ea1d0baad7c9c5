"""Makes the JPEG files beside this script: an angular 7 in each way that cameras and programs write JPEG.

Run with Python 3 and Pillow: python make.py
"""

from PIL import Image, ImageDraw

picture = Image.new("RGB", (120, 90), "white")
draw = ImageDraw.Draw(picture)
draw.rectangle([40, 15, 79, 24], fill="black")
draw.rectangle([70, 15, 79, 74], fill="black")

picture.save("baseline.jpg", quality=90)
picture.save("progressive.jpg", quality=90, progressive=True, subsampling="4:2:0")
picture.convert("L").save("grey.jpg", quality=90)
picture.convert("CMYK").save("cmyk.jpg", quality=90)
# A camera held upright stores the picture lying and notes that it is to be turned to the right (6).
exif = Image.Exif()
exif[0x0112] = 6
picture.rotate(90, expand=True).save("turned.jpg", quality=90, exif=exif)
