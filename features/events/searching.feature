@EV-04
Feature: Finding an event worth going to
  Whoever looks for an event finds the right ones, the best first, sees who speaks there and
  which companies have to do with it, and what else is like it.

  Rule: What has every word is found, the best first

    @critical
    Example: an AI hackathon among fifty events
      Given there are 50 events with 200 speakers and 100 companies
      When somebody searches for "AI hackathon"
      Then "AI hackathon", "Hackathons for builders" and "A weekend of makers" are found, in this order
      And each is found as well as its words stand
      And each shows everything that is known of it

    Example: in any case, in one number or the other, wherever the words stand
      Given there are 50 events with 200 speakers and 100 companies
      Then what is found by each of these is what has all of its words, as well as they stand
        | query            |
        | HACKATHON        |
        | makers           |
        | climate summit   |
        | harbour          |
        | night zürich     |
        | cobalt dynamics  |
        | bruno            |
        | security factory |
        | people           |
        | evening genf     |
        | maker Makers     |
        | hackathon -AI    |
        | hackathon or ai  |
      And whoever searches by meaning for "robots that climb" finds every event, the nearest first

    Example: where the words stand, then quality, then the date
      Given there are these events
        | event          | topics | speaker     | place        | description                                                 | date       |
        | Bees at work   |        |             |              |                                                             | 2027-05-01 |
        | An evening     | Bees   |             |              |                                                             | 2027-04-01 |
        | A talk         |        | Bees Keeper |              |                                                             | 2027-03-01 |
        | A walk         |        |             | Bees' garden |                                                             | 2027-02-01 |
        | A picnic       |        |             |              | Everybody brings honey from their own bees to the old park. | 2027-02-02 |
        | Bees once more |        |             |              |                                                             | 2019-04-30 |
        | Wasps          |        |             |              |                                                             | 2027-01-01 |
        | Bees some day  |        |             | Basel        |                                                             |            |
      When somebody searches for "bees"
      Then "Bees once more", "Bees at work", "Bees some day", "An evening", "A talk", "A picnic" and "A walk" are found, in this order
      And each is found as well as its words stand

    Example: nothing, for words that stand nowhere or say nothing, or signs that mean something elsewhere
      Given there are these events
        | event        | topics |
        | AI hackathon | AI     |
      Then nothing is found by any of these
        | query                   |
        | hackathon submarine     |
        | the of and              |
        | %                       |
        | ') OR 1=1 -- & ! <-> :* |

  Rule: A catalogue is on its own

    Example: the same event in another one
      Given there are these events
        | event        | topics |
        | AI hackathon | AI     |
      And there is "AI hackathon in another catalogue" in another catalogue
      When somebody searches for "AI hackathon"
      Then "AI hackathon" is found, in this order
      And nothing of another catalogue is found for "AI hackathon in another catalogue"
      And 0 events are similar to "AI hackathon", the nearest first, and it is none of them

  Rule: What an event is changed to is found, and no longer what it was

    Example: another name, and gone
      Given there are these events
        | event       | topics |
        | Bees        | Nature |
        | Bees abroad | Nature |
      When Ines changes the name of "Bees" to "Wasps"
      And Ines removes "Bees abroad"
      And somebody searches for "bees"
      Then nothing is found
      And somebody who searches for "wasps" finds "Wasps"

    Example: with nobody and nothing left on it
      Given there are these events
        | event      | topics | speaker     | company |
        | Bees       | Nature | Ada of Bold | Ember   |
        | Bees again | Nature | Ada of Bold | Ember   |
      Then whatever Ines takes off "Bees", the last of its sort, is gone with it, wherever anybody looks

    Example: by meaning as well
      Given there are these events
        | event | topics |
        | Bees  | Nature |
      When Ines changes the name of "Bees" to "Ants"
      And Ines tells of these as well
        | event      | topics |
        | Bees again | Nature |
      Then somebody who searches by meaning for "ants" finds "Ants" first
      And somebody who searches by meaning for "bees" finds "Bees again" first

  Rule: What is like an event is found with it

    @critical
    Example: five, the nearest first
      Given there are 50 events with 200 speakers and 100 companies
      Then 5 events are similar to "AI hackathon", the nearest first, and it is none of them

    Example: those that share most
      Given there are these events
        | event                      | topics       | description                                     |
        | Robots for gardeners       | Robots, Bees | Robots that dig, sow and water while you sleep. |
        | Robots for gardeners again | Robots, Bees | Robots that dig, sow and water while you sleep. |
        | Robots for cooks           | Robots       | Robots that peel, stir and taste.               |
        | Opera under the stars      | Music        | Arias, a full moon, and blankets for everybody. |
      Then "Robots for gardeners again" and "Robots for cooks" are nearest to "Robots for gardeners"
      And somebody who searches by meaning for "gardener robot" finds "Robots for gardeners" and "Robots for gardeners again" first

  Rule: A list has everything once, page by page, or what fits

    Example: pages
      Given there are 50 events with 200 speakers and 100 companies
      Then page by page each event is listed once, the latest first, and each page says how many there are

    Example: what fits, by place, date, topic and quality
      Given there are 50 events with 200 speakers and 100 companies
      Then a list can be filtered, at the edges too: all that fits, in order, and counted
        | by                         |
        | by place                   |
        | by date                    |
        | by topic                   |
        | by quality                 |
        | by place, date and quality |
