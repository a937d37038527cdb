@EV-13 @ui
Feature: The search page
  Whoever has a browser needs nothing else: to find an event worth going to, to read all of it, to
  see what is like it, and to add one and watch it come.

  Rule: The page shows what there is to find, all of it, in order, and counts it

    @critical
    Scenario Outline: by words, then one of them and what is like it, on a <device>
      Given there are 50 events with 200 speakers and 100 companies
      And Vera has the page open on a <device>
      When Vera searches the page for "<words>"
      Then the page shows all that has these words, the best first, and counts it
      When Vera opens "<event>" from there
      Then the page tells all that is known of "<event>", and which 5 events are nearest to it
      And nothing that Vera has seen was wider than the screen

      Examples:
        | device  | words     | event                   |
        | desktop | HACKATHON | AI hackathon            |
        | phone   | people    | Hackathons for builders |

    Example: by place, topic, date and quality, page by page
      Given there are 50 events with 200 speakers and 100 companies
      And Vera has the page open on a desktop, far away from everybody
      Then page by page Vera is shown every event once, the latest first, and how many there are
      And what she browses by each of these is what fits, the latest first, and counted
        | by                          |
        | topic                       |
        | date                        |
        | first day                   |
        | quality                     |
        | place, last day and quality |

    Example: nothing
      Given there are these events
        | event        | topics |
        | AI hackathon | AI     |
      And Vera has the page open on a phone
      When Vera searches the page for "<b>submarines</b> & so on"
      Then the page says that nothing is found, and shows nothing
      When Vera searches the page for "AI"
      And Vera opens "AI hackathon" from there
      Then the page tells all that is known of "AI hackathon", and which 0 events are nearest to it

  Rule: What is told of an event is shown word for word, and does nothing

    @critical
    Example: marks, signs and scripts
      Given there are these events
        | event                                                    | topics    | speaker                               | company          | place                | description                                                       |
        | <b>Bees</b> &amp; "co" <img src=x onerror="alert(1)"> 🐝 | <i>AI</i> | <script>alert(2)</script> of <b>B</b> | </dd><b>Ltd.</b> | <svg onload=alert()> | Café "Zoë" & <iframe src="javascript:alert(3)"></iframe> → 5 < 6. |
        | Bees                                                     |           |                                       |                  |                      |                                                                   |
      And Vera has the page open on a phone
      When Vera searches the page for "bees"
      Then the page shows all that has these words, the best first, and counts it
      When Vera opens the first of them
      Then the page tells all that is known of it, and which event is nearest to it
      And nothing of it has become part of the page

    @critical
    Example: addresses that somebody has made up
      Given Vera has the page open on a desktop
      Then no address of the page leads Vera elsewhere, whatever stands in it, or does anything

  Rule: What somebody looks at is still there when they come back

    Background:
      Given there are these events
        | event                | topics | place  | date       |
        | AI hackathon         | AI     | Zürich | 2019-03-01 |
        | Hackathon for makers | Makers | Bern   |            |
        | A walk with machines | AI     |        | 2027-04-01 |
      And Vera has the page open on a desktop

    Example: back, and loaded anew
      When Vera searches the page for "hackathon"
      And Vera opens "AI hackathon" from there
      And Vera goes back
      Then the page shows all that has these words, the best first, and counts it
      When Vera loads the page anew
      Then the page shows all that has these words, the best first, and counts it

    Example: on to what is like it, and back
      When Vera searches the page for "AI hackathon"
      And Vera opens "AI hackathon" from there
      And Vera opens "A walk with machines" from there
      Then the page tells all that is known of "A walk with machines"
      When Vera goes back
      Then the page tells all that is known of "AI hackathon"

    Example: on to what is about the same, and back
      When Vera searches the page for "AI hackathon"
      And Vera goes on to all that is about "AI"
      Then the page shows all that is about it, the latest first, and counts it
      When Vera goes back
      Then the page shows all that has these words, the best first, and counts it

    Example: unless it is gone
      When Vera searches the page for "hackathon"
      Then the page shows all that has these words, the best first, and counts it
      When Ines removes "AI hackathon"
      And Vera opens "AI hackathon" from there
      Then the page says that there is no such event any more

    Example: without a mouse
      When Vera searches the page for "AI hackathon" and opens the first of them, by keyboard
      Then the page tells all that is known of "AI hackathon"

  Rule: Whoever adds a page sees how far it is

    @critical
    Example: until it is an event
      Given the event site announces "Night of the thinking machine" on a page that takes a moment
      And Ines has signed in on the page
      When Ines adds the page of "Night of the thinking machine"
      Then the page shows how far it is, and never less than before, until it is an event
      When Ines loads the page anew
      Then the page shows that it is done, and leads to "Night of the thinking machine"
      And when Ines adds it once more, the page says that it is known, and leads there too

    Example: page after page that fails, for one reason or another
      Given Ines has signed in on the page
      Then of pages that she adds there, one after another, she reads that each failed because
        | reason                  |
        | the site refuses it     |
        | robots may not have it  |
        | it is no web page       |
        | it is too large         |
        | the address is private  |
        | it is led on too often  |
        | the site is not allowed |
        | there is no event on it |
        | the site keeps failing  |
      And Ines can sign out on the page, after which her session is over

    Example: not for everybody
      Given the event site announces "Mine" on a page in English
      And Vera has the page open on a phone
      When Vera adds the page of "Mine"
      Then the page asks Vera to sign in first, and adds nothing
      When Vera signs in on the page, the first time with a wrong password
      And Vera adds the page of "Mine"
      Then the page says that Vera may not, and adds nothing

  Rule: Everybody can use it

    Example: on a desktop and a phone, in the light and in the dark
      Given there are these events
        | event       | topics       | speaker          | company | place  | description               | date       |
        | Bees        | Nature, Food | Ada of Bold Labs | Ember   | Zürich | A walk from hive to hive. | 2027-03-01 |
        | Bees abroad | Nature       |                  |         |        |                           |            |
      Then nothing keeps anybody from using the pages, on a desktop or a phone, in the light or in the dark

  @needs.control @disrupts.events
  Rule: When a part is away, the page says so, and goes on by itself or when it is asked to

    Scenario Outline: <part> <fails>
      Given there are these events
        | event | topics |
        | Bees  | Nature |
      And Vera has the page open on a desktop
      When <part> <fails>
      And Vera searches the page for "bees"
      Then the page says that it cannot tell, and offers to try again
      When Vera tries again when <part> is back
      Then the page shows all that has these words, the best first, and counts it

      Examples:
        | part       | fails |
        | events-api | dies  |
        | postgres   | stops |

    Example: processor stops
      Given the event site announces "Patience" on a page in English
      And Ines has signed in on the page
      When processor stops
      And Ines adds the page of "Patience"
      Then the page says that it waits
      When processor is back
      Then the page shows that it is done, and leads to "Patience"
