@EV-09
Feature: How well an event is described
  Each event has a score between 20 and 100 that tells how much is known of it, by published
  weights. Whoever improves an event raises it.

  Rule: It follows from what is known

    @critical
    Example: one thing or the other, none or all
      Then what Ines tells of an event decides its quality, wherever one looks
        | what is known                                          | quality |
        | a name                                                 | 35      |
        | a name and a description of 50 letters                 | 35      |
        | a name and a description of 51 letters                 | 55      |
        | a name and a speaker                                   | 50      |
        | a name and two speakers                                | 50      |
        | a name and a topic                                     | 45      |
        | a name and a company                                   | 45      |
        | a name and a place                                     | 40      |
        | a name and a date                                      | 40      |
        | a name, a place, a date, a topic and a company         | 65      |
        | everything                                             | 100     |
        | a name and blanks for a place                          | 35      |
        | a name and 50 letters between blanks for a description | 35      |

  Rule: It changes with what is known

    @critical
    Example: an event is improved, step by step
      Given Ines has told of an event with a name
      Then each thing that she adds raises its quality by its weight
        | thing       | quality |
        | place       | 40      |
        | date        | 45      |
        | topics      | 55      |
        | companies   | 65      |
        | description | 85      |
        | speakers    | 100     |
      And each thing that she takes away lowers it again

    Example: six programs tell of one thing each, at the same moment
      Given Ines has told of an event with a name
      When six programs tell of one more thing each, at the same moment
      Then its quality is 100, wherever one looks

    @EV-01
    Example: a page that is scraped, and scraped again when it tells less
      Given the event site announces "Evening of the bees" on a page in English
      When Ines has "Evening of the bees" scraped
      Then it becomes an event that tells all that the page tells
      When the page of "Evening of the bees" tells of nothing but its name and place
      And Ines has "Evening of the bees" scraped again
      Then its quality is 40, wherever one looks
