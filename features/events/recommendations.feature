@EV-06
Feature: What somebody might like to go to
  What is recommended to somebody follows from the events they go to: what shares most with them
  comes first, and why is told. It changes with where they go, and with nobody else's doings.

  Background:
    Given there are these events
      | event            | topics       | speaker            | company | description                                                       | date       |
      | Robots for cooks | Robots, Food | Ada, Bruno         | Bold    | Robots that peel, stir and taste, and the people who taught them. | 2027-05-03 |
      | Robots for all   | Robots       | Chiara             |         |                                                                   | 2027-05-01 |
      | Ada alone        |              | Ada                |         |                                                                   | 2019-05-02 |
      | Soup             | Food         |                    | Bold    |                                                                   | 2027-05-04 |
      | Bread            | Food         |                    |         |                                                                   | 2027-05-06 |
      | Cheese           | Food         |                    |         |                                                                   | 2019-05-05 |
      | Robots and soup  | Robots, Food | Ada, Bruno, Chiara | Bold    |                                                                   | 2027-06-01 |
      | Opera            | Music        | Dagmar             | Cobalt  |                                                                   | 2027-05-01 |

  Rule: It follows from where somebody goes

    @critical
    Example: what shares most comes first
      When Vera goes to "Robots for cooks"
      Then "Robots and soup" is recommended to Vera first
      And what is recommended to Vera follows from where she goes, and why is told

    @critical
    Example: it changes with where they go
      Given Vera goes to "Robots for cooks"
      When Vera goes to "Opera"
      Then what is recommended to Vera follows from where she goes, and why is told
      When Vera does not go to "Robots for cooks" after all
      And Vera goes to "Bread"
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: going twice counts once
      When Vera goes to "Soup"
      And Vera goes to "Soup"
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: what two of them share counts once
      When Vera goes to "Soup"
      And Vera goes to "Cheese"
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: however many they go to
      When Vera goes to all but "Bread"
      Then what is recommended to Vera follows from where she goes, and why is told
      When Vera does not go to "Robots for cooks" after all
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: the best of very many
      When Ines tells of 50 events at once
      Then each is reported as created, and is there
      And what is recommended to Milo follows from where he goes, and why is told
      When Vera goes to "Evening 7"
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: an event that is gone, and one that is changed
      Given Vera goes to "Opera"
      And Vera goes to "Soup"
      Then what is recommended to Vera follows from where she goes, and why is told
      When Ines removes "Opera"
      And Ines changes the topics of "Bread" to "Music"
      Then what is recommended to Vera follows from where she goes, and why is told

    Example: events that are new, and one they go to that is changed
      Given Vera goes to "Soup"
      Then what is recommended to Vera follows from where she goes, and why is told
      When Ines tells of these as well
        | event  | topics |
        | Salads | Food   |
        | Tunes  | Music  |
      And Ines changes the topics of "Soup" to "Music"
      Then what is recommended to Vera follows from where she goes, and why is told

  Rule: Whoever goes nowhere is recommended what is described best

    Example: a newcomer, and somebody who stays at home after all
      Then what is recommended to Milo follows from where he goes, and why is told
      When Vera goes to "Soup"
      And Vera does not go to "Soup" after all
      Then what is recommended to Vera follows from where she goes, and why is told
      When Vera goes to "Soup"
      Then what is recommended to Vera follows from where she goes, and why is told

  Rule: Where others go, and what is elsewhere, changes nothing

    Example: two visitors
      Given Vera goes to "Bread"
      Then what is recommended to Milo follows from where he goes, and why is told
      When Milo goes to "Robots for cooks"
      And Milo goes to "Bread"
      And Milo does not go to "Bread" after all
      Then what is recommended to Vera follows from where she goes, and why is told
      And what is recommended to Milo follows from where he goes, and why is told

    Example: an event of another catalogue
      Given there is "Robots for cooks abroad" in another catalogue, and Vera goes there
      Then what is recommended to Vera follows from where she goes, and why is told
