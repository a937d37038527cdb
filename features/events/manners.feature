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
      Then it fails because robots may not have it, and the page was not asked for

    Example: but what only begins like what it does not want
      Given the event site announces "Privateers" on a page below "privateers"
      When Ines has "Privateers" scraped
      Then it becomes an event that tells all that the page tells

    Example: nor when another page leads there
      Given the event site announces "Secret" on a page below "private"
      And the event site has a page "Detour" that has moved to that of "Secret"
      When Ines has "Detour" scraped
      Then it fails because robots may not have it
      And the page of "Secret" was not asked for

  Rule: Only sites that are allowed are asked, and nothing of the platform's own

    @critical
    Example: by name
      Then having these scraped is refused by name, and nothing waits for it
        | what                                     | refused because         |
        | another site                             | the site is not allowed |
        | a site that begins like an allowed one   | the site is not allowed |
        | a site below an allowed one              | the site is not allowed |
        | an allowed site without encryption       | the site is not allowed |
        | another port of an allowed site          | the site is not allowed |
        | this machine                             | the address is private  |
        | this machine by name                     | the address is private  |
        | this machine in six parts                | the address is private  |
        | this machine as one number               | the address is private  |
        | this machine in another base             | the address is private  |
        | this machine with noughts before         | the address is private  |
        | a private network                        | the address is private  |
        | another private network                  | the address is private  |
        | a private network, wrapped               | the address is private  |
        | what clouds tell their machines          | the address is private  |
        | no machine in particular                 | the address is private  |
        | a private network in six parts           | the address is private  |
        | a neighbour on the same cable            | the address is private  |
        | a network of a provider                  | the address is private  |
        | a private network by its number          | the address is private  |
        | this machine by another of its addresses | the address is private  |
        | a neighbour by its short name            | the address is private  |
        | a neighbour by its inner name            | the address is private  |
        | this machine behind an allowed name      | the address is none     |
        | files to be transferred                  | the address is none     |
        | a file of this machine                   | the address is none     |
        | a script                                 | the address is none     |
        | an address without a scheme              | the address is none     |
        | no address at all                        | the address is none     |

    @critical
    Scenario Outline: a page that leads to <where>
      Given the event site has a page "Detour" that has moved to <where>
      When Ines has "Detour" scraped
      Then it fails because <reason>

      Examples:
        | where             | reason                  |
        | another site      | the site is not allowed |
        | this machine      | the address is private  |
        | a private network | the address is private  |
        | itself            | it is led on too often  |

  Rule: Too much of it, or something else, is not taken

    Scenario Outline: <what>
      Given the event site announces "Odd" on a page that is <what>
      When Ines has "Odd" scraped
      Then it fails because <reason> and leaves no event

      Examples:
        | what               | reason            |
        | endless            | it is too large   |
        | a little too large | it is too large   |
        | a picture          | it is no web page |
        | plain text         | it is no web page |
        | of no type         | it is no web page |

    Scenario Outline: <what> is a page as well
      Given the event site announces "Odd" on a page that is <what>
      When Ines has "Odd" scraped
      Then it becomes an event that tells all that the page tells

      Examples:
        | what                   |
        | XHTML                  |
        | of a type in capitals  |
        | as large as one may be |

    Example: what is sent to Events
      Then what is larger than ten million bytes is refused as too large, by whichever way it comes
      And what is of another type is refused as such
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
