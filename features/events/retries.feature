@EV-03
Feature: Patience with those who fail
  A site that fails is asked again, a little later each time and not by everybody at once; one
  that says no is not. A site that keeps failing is left alone for a while.

  Rule: A page that cannot be had now is tried again, later each time

    @critical
    Example: it can be had at last
      Given the event site announces "Second thoughts" on a page that fails twice
      When Ines has "Second thoughts" scraped
      Then it becomes an event that tells all that the page tells
      And the page was asked for 3 times
      And whoever looks for this scrape in the logs finds each of its tries, and what came of the last

    @critical @alone
    Example: never, for pages that fail for ever
      Given there are 10 catalogues, each with a page that fails for ever
      When Ines has each of these pages scraped
      Then each is asked for four times, and fails because the site keeps failing
      And 40 failures and 10 ends of this sort are counted, and nothing else
      And the waits between grow, from one to the next by half at least
      And the waits of different pages are different, but not by more than half

    Example: a page that does not answer in time
      Given the event site announces "Eternity" on a page that is slow for ever
      And the event site announces "First" on a page that fails for ever
      When Ines has "Eternity" scraped
      Then it fails because the site keeps failing and leaves no event
      And the page was asked for 4 times, after a longer wait each time
      When Ines has "First" scraped
      Then the site is left alone after it was asked 5 times

  Rule: A page that is refused is not asked for again

    Example: in whichever way
      When Ines has pages scraped, each of which
        | is refused             |
        | is no request          |
        | asks who one is        |
        | is forbidden           |
        | is not there           |
        | was waited for         |
        | is gone                |
        | is asked for too often |
        | is withheld by law     |
      Then each fails because the site refuses it, was asked for once, and its site is not left alone

  Rule: A site that fails five times in a row is left alone for a while

    @critical
    Example: after the fifth failure, and not before
      Given the event site announces "First" on a page that fails for ever
      And the event site announces "Second" on a page that fails for ever
      When Ines has "First" scraped, and it fails because the site keeps failing after 4 tries
      Then the site is not left alone
      When Ines has "Second" scraped
      Then the site is left alone after it was asked 5 times
      And once it is mended "Second" becomes an event, and the site may fail as often as before

    @critical
    Example: nobody asks it for another page, but for another catalogue
      Given the site is left alone, because "First" and "Second" failed
      And the event site announces "Third" on a page in English
      When Ines has "Third" scraped
      Then the page of "Third" is not asked for as long as the site is left alone
      But a page of another site is asked for, which is left alone on its own account or not at all
      And a page of the same site is done for another catalogue

    @critical
    Example: until a page can be had again
      Given the site is left alone, because "First" and "Second" failed
      And the event site announces "Third" on a page that fails for ever
      When Ines has "Third" scraped
      Then it is asked by one of those who wait, again and again, and none is given up before the fourth time
      When all pages of the site are mended
      Then "Second" becomes an event
      And the site is not left alone any more, and was for a while

    Example: not one that fails now and then
      Given the event site announces 3 events on pages that fail twice
      When Ines has them scraped, one after another
      Then the site is not left alone

  Rule: Extractor is waited for, and left alone while it fails

    @needs.control @disrupts.events
    Example: it is away for a while
      Given the event site announces 5 events
      When extractor stops
      And Ines has each of them scraped
      Then extractor is left alone, which is counted as such
      When extractor is back
      Then each becomes an event, once, without being asked for again
      And extractor is not left alone any more, which is counted as such

    @needs.settings @disrupts.events
    Example: it is there, and not able to read
      Given extractor is there, and not able to read
      And the event site announces 2 events
      When Ines has "Evening 0" scraped
      Then extractor is left alone after it was asked 5 times, and is asked again before long, time and again
      And once it has failed, and can read after that, "Evening 0" becomes an event
      When Ines has "Evening 1" scraped, to which extractor says no
      Then it fails because it cannot be read, after extractor was asked once, and each page until it was had

    @critical @needs.settings @disrupts.events
    Example: it is there, and fails
      Given extractor is there, and fails whatever it is asked
      And the event site announces 2 events, the first on a page that fails three times
      When Ines has "Evening 0" scraped
      Then it fails because it cannot be read, after extractor was asked 4 times, later each time
      When Ines has "Evening 1" scraped
      Then extractor is left alone after it was asked once more
      And once it can read "Evening 1" becomes an event, and each page was asked for until it was had
