# Reads the data package: source("read.R"), in its folder, gives each table as a data frame of its name.
#
# Codes become ordered factors with the labels of codes.csv; a date stays a text at the precision known, with the earliest
# and the latest day it can mean beside it; whole numbers are integers; an empty cell is NA. Needs nothing beyond R itself.

read_text <- function(name) {
  read.csv(paste0(name, ".csv"), na.strings = "", colClasses = "character", encoding = "UTF-8", check.names = FALSE)
}

bound_date <- function(text, latest) {
  known <- nchar(text)
  first <- as.Date(ifelse(is.na(text), NA, paste0(text, substr(rep("-01-01", length(text)), known - 3, 6))))
  if (!latest) return(first)
  after <- as.POSIXlt(first)
  after$year <- after$year + (known == 4)
  after$mon <- after$mon + (known == 7)
  as.Date(after) - (known < 10)
}

columns <- read_text("columns")
codes <- read_text("codes")

read_table <- function(name) {
  texts <- read_text(name)
  table <- list()
  for (column in names(texts)) {
    about <- columns[columns$table == name & columns$column == column, ]
    value <- texts[[column]]
    if (about$type == "code" && is.na(about$separator)) {
      known <- codes[codes$list == about$list, ]
      table[[column]] <- factor(value, levels = known$code, labels = known$label, ordered = TRUE)
    } else if (about$type == "whole number") {
      table[[column]] <- as.integer(value)
    } else if (about$type == "number") {
      table[[column]] <- as.numeric(value)
    } else {
      table[[column]] <- value
    }
    if (about$type == "date") {
      table[[paste0(column, "_earliest")]] <- bound_date(value, latest = FALSE)
      table[[paste0(column, "_latest")]] <- bound_date(value, latest = TRUE)
    }
  }
  as.data.frame(table, check.names = FALSE)
}

for (name in setdiff(unique(columns$table), c("columns", "codes"))) {
  assign(name, read_table(name))
}
