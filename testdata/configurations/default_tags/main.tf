provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { owner = "platform", env = terraform.workspace }
  }
}

resource "aws_sns_topic" "t" {
  name = "t"
  tags = { env = "override", own = "x" }
}

resource "aws_sns_topic" "u" {
  name = "u"
}
