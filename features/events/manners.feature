@EV-11
Feature: Good manners, and none that can be abused
  Pages are fetched only where that is wanted and allowed, not for too long and not too much of
  it. Whoever names an address cannot lead the platform to a place of its own.

  Rule: What a site does not want to be read is not read

    @critical
    Example: as its robots.txt says
      Given the event site announces "Secret" on a page below "private"
      And the event site announces "Open house" on a page below "private/open"
      When Ines has "Open house" scraped
      Then it becomes an event that tells all that the page tells
      When Ines has "Secret" scraped
      Then it fails as ROBOTS_DISALLOWED, and the page was not asked for

    Example: nor when another page leads there
      Given the event site announces "Secret" on a page below "private"
      And the event site has a page "Detour" that has moved to that of "Secret"
      When Ines has "Detour" scraped
      Then it fails as ROBOTS_DISALLOWED
      And the page of "Secret" was not asked for

  Rule: Only sites that are allowed are asked, and nothing of the platform's own

    @critical
    Example: by name
      Then having these scraped is refused by name, and nothing waits for it
        | what                                   | refused as        |
        | another site                           | SITE_NOT_ALLOWED  |
        | a site that begins like an allowed one | SITE_NOT_ALLOWED  |
        | a site below an allowed one            | SITE_NOT_ALLOWED  |
        | an allowed site without encryption     | SITE_NOT_ALLOWED  |
        | another port of an allowed site        | SITE_NOT_ALLOWED  |
        | this machine                           | ADDRESS_PRIVATE   |
        | this machine by name                   | ADDRESS_PRIVATE   |
        | this machine in six parts              | ADDRESS_PRIVATE   |
        | this machine as one number             | ADDRESS_PRIVATE   |
        | this machine in another base           | ADDRESS_PRIVATE   |
        | this machine with noughts before       | ADDRESS_PRIVATE   |
        | a private network                      | ADDRESS_PRIVATE   |
        | another private network                | ADDRESS_PRIVATE   |
        | a private network, wrapped             | ADDRESS_PRIVATE   |
        | what clouds tell their machines        | ADDRESS_PRIVATE   |
        | a neighbour by its short name          | ADDRESS_PRIVATE   |
        | a neighbour by its inner name          | ADDRESS_PRIVATE   |
        | this machine behind an allowed name    | ADDRESS_MALFORMED |
        | files to be transferred                | ADDRESS_MALFORMED |
        | a file of this machine                 | ADDRESS_MALFORMED |
        | a script                               | ADDRESS_MALFORMED |
        | an address without a scheme            | ADDRESS_MALFORMED |
        | no address at all                      | ADDRESS_MALFORMED |

    @critical
    Scenario Outline: a page that leads to <where>
      Given the event site has a page "Detour" that has moved to <where>
      When Ines has "Detour" scraped
      Then it fails as <reason>

      Examples:
        | where             | reason             |
        | another site      | SITE_NOT_ALLOWED   |
        | this machine      | ADDRESS_PRIVATE    |
        | a private network | ADDRESS_PRIVATE    |
        | itself            | TOO_MANY_REDIRECTS |

  Rule: Too much of it, or something else, is not taken

    Scenario Outline: <what>
      Given the event site announces "Odd" on a page that is <what>
      When Ines has "Odd" scraped
      Then it fails as <reason> and leaves no event

      Examples:
        | what                   | reason             |
        | endless                | PAGE_TOO_LARGE     |
        | of two million letters | PAGE_TOO_LARGE     |
        | a picture              | WRONG_CONTENT_TYPE |
        | plain text             | WRONG_CONTENT_TYPE |
        | of no type             | WRONG_CONTENT_TYPE |

    Example: XHTML is a page as well
      Given the event site announces "Old school" on a page that is XHTML
      When Ines has "Old school" scraped
      Then it becomes an event that tells all that the page tells

    Example: what is sent to Events
      Then what is larger than ten million bytes is refused as too large
      And what is not JSON is refused as of another type
      And nothing of it has left an event

  Rule: Only who keeps a catalogue, and whoever has the key, has pages scraped for it

    @critical
    Scenario Outline: <who>
      Given the event site announces "Mine" on a page in English
      When <who> asks for "Mine" to be scraped
      Then it is <answered>

      Examples:
        | who                                | answered            |
        | somebody                           | asked to sign in    |
        | Vera                               | refused             |
        | Otto                               | refused             |
        | Ines                               | accepted            |
        | Ada                                | accepted            |
        | a program with no key of ours      | refused for its key |
        | a program with the organiser's key | refused             |
        | a program with the admin's key     | accepted            |

  Rule: Who asks too often is told when to come back

    @critical
    Example: more than sixty in a minute
      Given the event site announces "Again" on a page in English
      When Ines asks for "Again" to be scraped 60 times within a minute
      Then asking once more is refused, and it is told when to come back
      And Ada is not held up
