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

resource "aws_launch_template" "new" {
  name     = "new"
  image_id = "ami-0123456789abcdef0"

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "default" {
  instance_type = "t3.micro"

  launch_template {
    id = aws_launch_template.stays.id
  }
}

resource "aws_instance" "first" {
  instance_type = "t3.micro"

  launch_template {
    id      = aws_launch_template.stays.id
    version = "1"
  }
}

resource "aws_instance" "second" {
  instance_type = "t3.micro"

  launch_template {
    id      = aws_launch_template.stays.id
    version = "2"
  }
}

resource "aws_instance" "latest" {
  instance_type = "t3.micro"

  launch_template {
    id      = aws_launch_template.stays.id
    version = aws_launch_template.stays.latest_version
  }
}

resource "aws_instance" "moved" {
  instance_type = "t3.micro"

  launch_template {
    id      = aws_launch_template.follows.id
    version = "$Default"
  }
}

resource "aws_instance" "first_of_new" {
  instance_type = "t3.micro"

  launch_template {
    id      = aws_launch_template.new.id
    version = "1"
  }
}

resource "aws_instance" "default_of_new" {
  instance_type = "t3.micro"

  launch_template {
    id = aws_launch_template.new.id
  }
}

resource "aws_launch_template" "old" {
  name     = "old"
  image_id = "ami-0123456789abcdef0"

  metadata_options {
    http_tokens = "optional"
  }
}
