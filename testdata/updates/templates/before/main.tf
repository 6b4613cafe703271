# The template has two versions, of which the first is the default. Its instances were made by something else.
resource "aws_launch_template" "stays" {
  name     = "stays"
  image_id = "ami-0123456789abcdef0"

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_launch_template" "follows" {
  name                   = "follows"
  image_id               = "ami-0123456789abcdef0"
  update_default_version = true

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_launch_template" "old" {
  name     = "old"
  image_id = "ami-0123456789abcdef0"

  metadata_options {
    http_tokens = "optional"
  }
}
