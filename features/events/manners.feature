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

    @alone
    Example: nor while that cannot be had
      Given the event site announces "Open day" on a page in English
      And robots.txt cannot be had
      When Ines has "Open day" scraped
      Then it waits, and the page was not asked for
      When robots.txt can be had again
      Then it becomes an event that tells all that the page tells

    @alone
    Example: as it says now, and not as it said before
      Given the event site announces "Open day" on a page in English
      When Ines has "Open day" scraped
      Then it becomes an event that tells all that the page tells
      When robots.txt forbids us all of the site
      Then Ines has "Open day" scraped again in vain, because robots may not have it, and the page is not asked for
      When there is no robots.txt
      Then Ines has "Open day" scraped again, and it is fetched

    @alone
    Example: in whichever way it can be had, or not
      Then a page waits, is read, or may not be had, whatever becomes of robots.txt
        | robots.txt                            | the page       |
        | breaks down                           | waits          |
        | is behind what breaks down            | waits          |
        | is too slow for what is before it     | waits          |
        | forbids us all, and is sent as a page | may not be had |
        | is forbidden                          | is read        |
        | has moved to one that forbids us all  | may not be had |
        | asks who one is                       | is read        |
        | forbids us all, and is very long      | may not be had |
        | is gone                               | is read        |

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
      And pages that lead to any of these fail for the same reason

    @critical
    Example: a page that leads to itself
      Given the event site has a page "Detour" that has moved to itself
      When Ines has "Detour" scraped
      Then it fails because it is led on too often

  Rule: Too much of it, or something else, is not taken

    Example: pages of every sort
      When Ines has pages scraped that are
        | what                      | and end as        |
        | endless                   | it is too large   |
        | a little too large        | it is too large   |
        | a picture                 | it is no web page |
        | plain text                | it is no web page |
        | of no type                | it is no web page |
        | XHTML                     | an event          |
        | of a type in capitals     | an event          |
        | as large as one may be    | an event          |
        | of a charset that is none | an event          |
      Then each becomes an event that tells all of it, or fails for its reason and leaves none

    Example: what is sent to Events
      Then what is larger than ten million bytes is refused as too large, by whichever way it comes, and no less is
      And what is of another type is refused as such
      And nothing of it has left an event

  Rule: Only who keeps a catalogue, and whoever has the key, has pages scraped for it

    @critical
    Example: whoever asks
      Given the event site announces "Mine" on a page in English
      Then whoever asks for "Mine" to be scraped is answered
        | who                                | answered            |
        | somebody                           | asked to sign in    |
        | Vera                               | refused             |
        | Otto                               | refused             |
        | a program with no key of ours      | refused for its key |
        | a program with the organiser's key | refused             |
        | Ines                               | accepted            |
        | Ada                                | accepted            |
        | a program with the admin's key     | accepted            |

    Example: a program that keeps one of its own
      Given the event site announces "Mine" on a page in English
      When a program makes a catalogue with the organiser's key
      Then with that key it can tell of events there, change them, have "Mine" scraped, and remove all of it

  Rule: Who asks too often is told when to come back

    @critical
    Example: more than sixty in a minute
      Given the event site announces "Again" on a page in English
      When Ines asks for "Again" to be scraped 60 times within a minute
      Then asking once more is refused, and it is told when to come back
      And Ada is not held up

    @critical
    Example: who guesses passwords, of whichever account, or of none
      Given Vera's account is closed
      When somebody guesses passwords of Ines, Otto, Vera and an unknown person, time and again
      Then they learn nothing by it, and have to wait after the fifth time in a row
      And Ines can sign in when that time is over, not before, and who has guessed once more waits twice as long
