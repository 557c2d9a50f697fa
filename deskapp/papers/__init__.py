"""Papers: one module for each, a frozen value in, PDF bytes out, the same bytes every time.

    receipt · acceptance · checklist_notice      what each paper says
    sheet                                        an A4 sheet: head, foot, paragraphs, tables, where to sign
    flow · grid · wrapping                       where things stand, and when a page is turned
    marks                                        what stands on a page, as values
    drawing · embedding · barcodes · code_pairs  marks to PDF
    fonts                                        which letter is set in which font

The libraries that draw cost 200 ms and the fonts 50 ms to read, which a clerk would wait for at the start of the day.
So `fonts`, `barcodes` and `sheet` import what draws inside the function that first needs it, and nothing else here
imports it; `sheet.get_ready` does all of that ahead, off the screen's thread.
"""
