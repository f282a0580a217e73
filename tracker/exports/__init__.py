"""Files for finance, by which a released pay run is paid and booked. One module a format, in `formats/`.

Owns the files made (`PayRunExport`), each frozen when it is first made. Must not know diversity answers or
documents; knows of people only what a payment needs.
"""
