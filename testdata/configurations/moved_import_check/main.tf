moved {
  from = aws_sns_topic.old
  to   = aws_sns_topic.new
}

removed {
  from = aws_sns_topic.gone
  lifecycle {
    destroy = false
  }
}

check "health" {
  assert {
    condition     = length(aws_sns_topic.new.name) > 0
    error_message = "no name"
  }
}

resource "aws_sns_topic" "new" {
  name = "new"
  lifecycle {
    create_before_destroy = true
    precondition {
      condition     = local.on
      error_message = "no"
    }
  }
}

locals {
  on = true
}
